import { Worker } from 'node:worker_threads';

/** Ends this process, and those that it has started in its group, soon after its parent has died, also while its own code never comes back: the parent cannot end it then. */
export function endWithParent(): void {
  const watch = `const parent = ${process.ppid};
    setInterval(() => process.ppid === parent || process.kill(-process.pid, 'SIGKILL'), 500);`;
  const watcher = new Worker(watch, { eval: true, stdout: true, stderr: true });
  watcher.unref();
}

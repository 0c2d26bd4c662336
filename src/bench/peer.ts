import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { packageRoot } from '../package-root.ts';

/** Another program that does the same work: it answers every line on its input with one line once it has done a step. */
export interface Peer {
  step(): Promise<void>;
  end(): Promise<void>;
}

/** Python as the system installs it, where its PyTorch is. */
const python = '/usr/bin/python3';

/** Starts `bench/peers/<script>` with its arguments; undefined where Python or the package that it needs is missing. */
export function startPeer(
  script: string,
  args: readonly string[],
  needed: 'torch' | 'numpy' = 'torch',
): Peer | undefined {
  if (spawnSync(python, ['-c', `import ${needed}`], { stdio: 'ignore' }).status !== 0) return undefined;
  const path = join(packageRoot, 'bench/peers', script);
  const child = spawn(python, [path, ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async step() {
      child.stdin.write('\n');
      const { done } = await lines.next();
      if (done) throw new Error(`${script} ended early`);
    },
    async end() {
      child.stdin.end();
      if (child.exitCode === null) await once(child, 'exit');
    },
  };
}

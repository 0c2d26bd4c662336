import { exitCodes, messages } from '../../messages.ts';

/** Whether the user or the system asked the run to stop. */
export interface StopRequest {
  /** Aborted at the first signal: blocks at work end, no other is begun. */
  readonly signal: AbortSignal;
  /** 130 or 143 once a signal came. */
  exitCode(): number | undefined;
}

const codes = { SIGINT: exitCodes.interrupted, SIGTERM: exitCodes.terminated } as const;

/** Listens for SIGINT and SIGTERM. The second signal ends the process at once: what is stored stays stored. */
export function listenForSignals(): StopRequest {
  const controller = new AbortController();
  let exitCode: number | undefined;
  for (const [name, code] of Object.entries(codes)) {
    process.on(name, () => {
      if (exitCode !== undefined) process.exit(code);
      exitCode = code;
      process.stderr.write(`\n${messages.stopping()}\n`);
      controller.abort();
    });
  }
  return { signal: controller.signal, exitCode: () => exitCode };
}

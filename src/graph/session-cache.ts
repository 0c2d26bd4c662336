import { deviceInUse } from './device.ts';
import { compile, type ExecutionOptions, type Session } from './session.ts';
import type { Tensor } from './tensor.ts';

/** Compiled graphs that a thread keeps. */
const kept = 4;

const sessions = new Map<string, Promise<Session>>();

/**
 * The session of the graph that `build` makes, compiled at the first call with `key` and kept for later ones; of several keys the
 * four used last. `key` must name everything that the graph depends on. The cache owns the session: callers do not release it.
 */
export async function cachedSession(
  key: string,
  build: () => Readonly<Record<string, Tensor>>,
  options: ExecutionOptions = {},
): Promise<Session> {
  const full = `${key} ${deviceInUse()} ${JSON.stringify(options)}`;
  const known = sessions.get(full) ?? compile(build(), options);
  sessions.delete(full);
  sessions.set(full, known);
  if (sessions.size > kept) {
    const [oldest, session] = sessions.entries().next().value!;
    sessions.delete(oldest);
    await (await session).release();
  }
  return known;
}

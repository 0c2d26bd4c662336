/** Results that a thread keeps. */
const most = 16;

const known = new Map<string, Promise<unknown>>();

/**
 * `compute`, once for every key as long as it is among those used last: what is costly to find and the same for many blocks of one
 * scenario. The key must name everything that the result depends on; whoever gets it must not change it.
 */
export async function keptFor<T>(key: string, compute: () => T | Promise<T>): Promise<T> {
  const result = (known.get(key) ?? Promise.resolve().then(compute)) as Promise<T>;
  known.delete(key);
  known.set(key, result);
  if (known.size > most) known.delete(known.keys().next().value!);
  return result;
}

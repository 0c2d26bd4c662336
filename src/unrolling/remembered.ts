/** `compute`, once for every object as long as it lives and every detail. Whoever gets the result must not change it. */
export function remembered<Key extends object, Detail extends readonly string[], Result>(
  compute: (key: Key, ...detail: Detail) => Result,
): (key: Key, ...detail: Detail) => Result {
  const known = new WeakMap<Key, Map<string, Result>>();
  return (key, ...detail) => {
    const results = known.get(key) ?? new Map<string, Result>();
    known.set(key, results);
    const name = detail.join(' ');
    const result = results.get(name) ?? compute(key, ...detail);
    results.set(name, result);
    return result;
  };
}

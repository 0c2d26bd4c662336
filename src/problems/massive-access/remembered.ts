/** `compute`, once for every object and precision as long as the object lives. Whoever gets the result must not change it. */
export function remembered<Key extends object, Precision extends string, Result>(
  compute: (key: Key, precision: Precision) => Result,
): (key: Key, precision: Precision) => Result {
  const known = new WeakMap<Key, Map<Precision, Result>>();
  return (key, precision) => {
    const results = known.get(key) ?? new Map<Precision, Result>();
    known.set(key, results);
    const result = results.get(precision) ?? compute(key, precision);
    results.set(precision, result);
    return result;
  };
}

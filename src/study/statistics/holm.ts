/**
 * Holm's step-down correction: the adjusted p-values of a family of tests. Rejecting where the adjusted value is at most
 * alpha keeps the probability of any false rejection in the whole family at most alpha, however the tests depend on another.
 */
export function holm(pValues: readonly number[]): number[] {
  const order = pValues.map((_, i) => i).sort((i, j) => pValues[i] - pValues[j]);
  const adjusted = new Array<number>(pValues.length);
  let largest = 0;
  order.forEach((i, rank) => {
    largest = Math.max(largest, Math.min(1, (pValues.length - rank) * pValues[i]));
    adjusted[i] = largest;
  });
  return adjusted;
}

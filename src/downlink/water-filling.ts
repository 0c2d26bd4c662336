/** A channel without interference: what its log(1 + gain * power) counts. */
export interface Subchannel {
  /** Power gain over noise power. */
  readonly gain: number;
  /** Weight of its rate. */
  readonly weight: number;
}

/**
 * Powers p that maximise sum weight log(1 + gain p) under sum p = P: p = max(0, weight / lambda - 1 / gain) with the lambda that spends P.
 * Nothing is spent where no gain is positive; powers are NaN where a gain is.
 */
export function waterFilling(subchannels: readonly Subchannel[], P: number): number[] {
  if (subchannels.some(({ gain }) => Number.isNaN(gain))) return subchannels.map(() => Number.NaN);
  // A subchannel gets power while lambda is below weight * gain: those that get any come first in this order.
  const order = subchannels.filter(({ gain }) => gain > 0).sort((a, b) => b.weight * b.gain - a.weight * a.gain);
  let [weights, floors, lambda] = [0, 0, Number.POSITIVE_INFINITY];
  for (const { gain, weight } of order) {
    weights += weight;
    floors += 1 / gain;
    const next = weights / (P + floors);
    if (next >= weight * gain) break;
    lambda = next;
  }
  return subchannels.map(({ gain, weight }) => (gain > 0 ? Math.max(0, weight / lambda - 1 / gain) : 0));
}

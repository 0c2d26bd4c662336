import type { Solution } from './solution.ts';

/** Name of the array of weights that holds the threshold of activity after each iteration or layer. */
export const decisions = 'decision';

/** A solution, with decisions on activity where there is a threshold for them. */
export function decided(
  X: Solution['X'],
  { N, M }: { readonly N: number; readonly M: number },
  trials: number,
  threshold: number | undefined,
): Solution {
  return threshold === undefined ? { X } : { X, active: decide(energyShares(X, trials, N, M), threshold) };
}

/** Energies of the estimates of all devices, trial by trial, as shares of the energy M that is expected of an active one. */
export function energyShares(X: Solution['X'], trials: number, N: number, M: number): Float64Array {
  const shares = new Float64Array(trials * N);
  for (let i = 0; i < trials; i++) {
    for (let m = 0; m < M; m++) {
      const row = (i * M + m) * 2 * N;
      for (let n = 0; n < N; n++) shares[i * N + n] += (X[row + n] ** 2 + X[row + N + n] ** 2) / M;
    }
  }
  return shares;
}

/** The devices that count as active, as ones: those with more than a share `threshold` of the energy M. */
export function decide(shares: Float64Array, threshold: number): Uint8Array {
  return Uint8Array.from(shares, (share) => (share > threshold ? 1 : 0));
}

/**
 * The threshold with the fewest wrong decisions, and their number. It is the geometric mean of the two shares that it lies between; of
 * several such places that with the largest ratio of the two, which is the least likely to be left by other trials.
 * @param active whether each device is active, 1 or 0
 */
export function bestThreshold(shares: Float64Array, active: Uint8Array): { threshold: number; wrong: number } {
  const order = Array.from(shares.keys()).sort((a, b) => shares[a] - shares[b]);
  // Below all shares everybody counts as active.
  let wrong = active.reduce((sum, a) => sum + 1 - a, 0);
  let best = { threshold: shares[order[0]] / 2, wrong, gap: 0 };
  for (let i = 0; i < order.length; i++) {
    wrong += active[order[i]] === 1 ? 1 : -1;
    const below = Math.max(shares[order[i]], Number.MIN_VALUE);
    const above = i + 1 < order.length ? shares[order[i + 1]] : below;
    const gap = above / below;
    if (wrong < best.wrong || (wrong === best.wrong && gap > best.gap)) {
      best = { threshold: Math.max(Math.sqrt(below) * Math.sqrt(above), shares[order[i]]), wrong, gap };
    }
  }
  return { threshold: best.threshold, wrong: best.wrong };
}

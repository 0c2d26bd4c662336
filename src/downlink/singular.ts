import { type Factor, type Group, realsPerTrial, store } from '../lanes/index.ts';
import type { Downlink } from './downlink.ts';

/** Share of a diagonal entry that its pivot keeps in a matrix that is singular as far as double precision can tell. */
const leastPivot = 1e-12;

/**
 * Trials of a group, counted from its first, whose Gram matrix is singular: a pivot of its Cholesky factor is lost in the rounding of what
 * is taken from the diagonal. Channels that are not finite are no such case.
 */
export function singularTrials(L: Factor, instance: Downlink, group: Group): number[] {
  const perTrial = realsPerTrial(L.matrix);
  const factors = new Float64Array(perTrial * group.count);
  store(L.matrix, factors, { first: 0, count: group.count });
  const trials = Array.from({ length: group.count }, (_, i) => i);
  return trials.filter((i) => {
    const factor = factors.subarray(i * perTrial, (i + 1) * perTrial);
    return hasLostPivot(factor, L.matrix.rows) && hasFiniteChannels(instance, group.first + i);
  });
}

/** Of factors with reciprocal diagonals, one block after the other, row by row. */
function hasLostPivot(factor: Float64Array, n: number): boolean {
  for (let row = 0; row < factor.length; row += 2 * n) {
    const j = (row / (2 * n)) % n;
    const pivot = 1 / (factor[row + 2 * j] * factor[row + 2 * j]);
    let diagonal = pivot;
    for (let k = 0; k < 2 * j; k++) diagonal += factor[row + k] ** 2;
    if (!(pivot > leastPivot * diagonal)) return true;
  }
  return false;
}

function hasFiniteChannels({ H, range }: Downlink, trial: number): boolean {
  const perTrial = H.length / range.count;
  return H.subarray(trial * perTrial, (trial + 1) * perTrial).every(Number.isFinite);
}

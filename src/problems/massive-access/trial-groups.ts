import type { TrialRange } from '../../contracts/scenario.ts';
import { arrayOf, type Precision } from '../../unrolling/iterations.ts';
import type { Instance } from './instance.ts';

/**
 * Rows, trials times antennas, that are computed together. More run no faster and take memory in proportion; with eight times as many
 * the arrays of every iteration come new from the system.
 */
const rowsTogether = 256;

/** Some trials of an instance. */
export interface Group {
  readonly range: TrialRange;
  /** Their part of the instance's Y. */
  readonly Y: Float32Array | Float64Array;
}

/** The trials of an instance, some at a time, in the wanted precision. */
export function* groupsOf({ L, M, Y, range }: Instance, precision: Precision): Generator<Group> {
  const size = Math.max(1, Math.floor(rowsTogether / M));
  const length = M * 2 * L;
  for (let first = 0; first < range.count; first += size) {
    const count = Math.min(size, range.count - first);
    const part = Y.subarray(first * length, (first + count) * length);
    yield { range: { first: range.first + first, count }, Y: arrayOf(precision, part) };
  }
}

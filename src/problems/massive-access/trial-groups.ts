import type { TrialRange } from '../../contracts/scenario.ts';
import { arrayOf, type Precision } from '../../unrolling/iterations.ts';
import type { Instance } from './instance.ts';

/** Trials that are solved together. More do not run faster, and fewer leave the processor waiting for memory. */
const groupSize = 64;

/** Some trials of an instance. */
export interface Group {
  readonly range: TrialRange;
  /** Their part of the instance's Y. */
  readonly Y: Float32Array | Float64Array;
}

/** The trials of an instance, up to 64 at a time, in the wanted precision. */
export function* groupsOf({ L, M, Y, range }: Instance, precision: Precision): Generator<Group> {
  const length = M * 2 * L;
  for (let first = 0; first < range.count; first += groupSize) {
    const count = Math.min(groupSize, range.count - first);
    const part = Y.subarray(first * length, (first + count) * length);
    yield { range: { first: range.first + first, count }, Y: arrayOf(precision, part) };
  }
}

import type { Given } from '../contracts/foreign.ts';
import type { DrawnArray } from '../contracts/problem.ts';
import type { TrialRange } from '../contracts/scenario.ts';

/** Trials of a part at most: so much is in memory twice, and a limit of time is for no more. */
const partSize = 250;

/**
 * The parts in which trials go over: first a single one, so that a solver that hangs or fails at once is found at once, then many at a
 * time, or all that are left. Which these are depends on the range and the way alone, and so do the last digits of a solver that computes on
 * many together.
 */
export function partsOf({ first, count }: TrialRange, thereafter: 'in parts' | 'all' = 'in parts'): TrialRange[] {
  const most = thereafter === 'all' ? count : partSize;
  const parts: TrialRange[] = [];
  for (let done = 0; done < count; ) {
    const size = done === 0 ? 1 : Math.min(most, count - done);
    parts.push({ first: first + done, count: size });
    done += size;
  }
  return parts;
}

/** An array for the trials of a part. */
export interface PartArray {
  readonly name: string;
  /** With the trials as first axis where every trial has its own. */
  readonly shape: readonly number[];
  readonly perTrial: boolean;
  readonly complex: boolean;
  readonly values: Float64Array;
}

export function arraysOf({ range, arrays }: Given, part: TrialRange): PartArray[] {
  return arrays.map((array) => partOf(array, part.first - range.first, part.count));
}

function partOf({ name, shape, perTrial, complex, values }: DrawnArray, first: number, count: number): PartArray {
  if (!perTrial) return { name, shape, perTrial, complex, values: Float64Array.from(values) };
  const length = values.length / shape[0];
  return {
    ...{ name, perTrial, complex, shape: [count, ...shape.slice(1)] },
    values: Float64Array.from(values.subarray(first * length, (first + count) * length)),
  };
}

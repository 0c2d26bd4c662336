import { describe, expect, it } from 'vitest';
import type { AnyProblem, TrialRange } from '../../../src/contracts/problem.ts';
import { SolutionError } from '../../../src/contracts/problem.ts';
import { BlockObserver, TrialFailure } from '../../../src/study/run/observe.ts';

/** A problem whose solutions are lists of numbers: `value` is the number itself, `ratio` the number and 2. */
const problem = {
  metrics: {
    value: {
      kind: 'mean',
      measure(_: unknown, solution: number[], { count }: TrialRange, out: Float64Array) {
        if (solution.length < count) throw new SolutionError('the solution is too short');
        for (let t = 0; t < count; t++) out[t] = solution[t];
      },
    },
    ratio: {
      kind: 'ratio-db',
      measure(_: unknown, solution: number[], { count }: TrialRange, out: Float64Array) {
        for (let t = 0; t < count; t++) out.set([solution[t], 2], 2 * t);
      },
    },
  },
  violation: (_: unknown, solution: number[], { first }: TrialRange) => {
    const wrong = solution.findIndex((x) => x > 100);
    return wrong < 0 ? undefined : { trial: first + wrong, what: `${solution[wrong]} exceeds 100` };
  },
} as unknown as AnyProblem;

const block = { first: 10, count: 3 };
const observer = (metrics = ['value']) => new BlockObserver(problem, null, block, metrics);
const range = (first: number, count: number) => ({ first, count });

function failureOf(act: () => unknown): TrialFailure {
  try {
    act();
  } catch (error) {
    expect(error).toBeInstanceOf(TrialFailure);
    return error as TrialFailure;
  }
  return expect.unreachable('it should have failed');
}

describe('BlockObserver', () => {
  it('measures every metric at every iteration, in parts and in any order', () => {
    const seen = observer(['ratio', 'value']);
    seen.solution(2, range(11, 2), [5, 6]);
    seen.solution(null, block, [7, 8, 9]);
    seen.solution(2, range(10, 1), [4]);
    seen.solution(1, block, [1, 2, 3]);
    seen.diagnostic('cap', 'proportion', range(10, 2), [0, 1]);
    seen.diagnostic('cap', 'proportion', range(12, 1), Uint8Array.of(1));
    expect(seen.finish()).toEqual([
      { name: 'ratio', kind: 'ratio-db', iteration: 1, values: Float64Array.of(1, 2, 2, 2, 3, 2) },
      { name: 'ratio', kind: 'ratio-db', iteration: 2, values: Float64Array.of(4, 2, 5, 2, 6, 2) },
      { name: 'ratio', kind: 'ratio-db', iteration: null, values: Float64Array.of(7, 2, 8, 2, 9, 2) },
      { name: 'value', kind: 'mean', iteration: 1, values: Float64Array.of(1, 2, 3) },
      { name: 'value', kind: 'mean', iteration: 2, values: Float64Array.of(4, 5, 6) },
      { name: 'value', kind: 'mean', iteration: null, values: Float64Array.of(7, 8, 9) },
      { name: 'cap', kind: 'proportion', iteration: null, values: Float64Array.of(0, 1, 1) },
    ]);
  });

  it('measures at once: the solver may overwrite its solution', () => {
    const seen = observer();
    const solution = [1, 2, 3];
    seen.solution(null, block, solution);
    solution.fill(99);
    expect([...seen.finish()[0].values]).toEqual([1, 2, 3]);
  });

  it('names the trial of a solution that breaks a constraint or gives no finite metric', () => {
    expect(failureOf(() => observer().solution(null, block, [1, 200, 300]))).toMatchObject({
      trial: 11,
      message: '200 exceeds 100',
    });
    expect(failureOf(() => observer().solution(4, block, [1, 2, Number.NaN]))).toMatchObject({
      trial: 12,
      message: 'value is NaN at iteration 4',
    });
    const diagnostic = () => observer().diagnostic('cap', 'mean', block, [0, Number.POSITIVE_INFINITY, 0]);
    expect(failureOf(diagnostic)).toMatchObject({ trial: 11, message: 'cap is Infinity' });
  });

  it('remembers a failure that the solver swallowed', () => {
    const seen = observer();
    expect(() => seen.solution(1, block, [1, 200, 3])).toThrow();
    seen.solution(2, block, [1, 2, 3]);
    expect(failureOf(() => seen.finish()).message).toBe('200 exceeds 100 at iteration 1');
  });

  it('asks for every trial of every reported iteration, once', () => {
    const partial = observer();
    partial.solution(1, block, [1, 2, 3]);
    partial.solution(2, range(10, 2), [1, 2]);
    expect(failureOf(() => partial.finish())).toMatchObject({
      trial: 12,
      message: 'reports no "value" at iteration 2',
    });
    const twice = observer();
    twice.solution(1, block, [1, 2, 3]);
    expect(failureOf(() => twice.solution(1, range(11, 1), [2]))).toMatchObject({
      trial: 11,
      message: 'reports "value" twice at iteration 1',
    });
    expect(failureOf(() => observer().finish()).message).toBe('reports no solution');
    const silent = observer();
    silent.diagnostic('cap', 'mean', block, [1, 2, 3]);
    expect(failureOf(() => silent.finish()).message).toBe('reports no solution');
  });

  it('refuses trials outside its block, and diagnostics that are none', () => {
    for (const outside of [range(9, 2), range(12, 2), range(10, 0), range(13, 1)]) {
      expect(failureOf(() => observer().solution(1, outside, [1, 2])).message).toMatch(/outside 10 to 12$/);
    }
    expect(failureOf(() => observer().diagnostic('value', 'mean', block, [1, 2, 3])).message).toMatch(
      /name of a metric/,
    );
    expect(failureOf(() => observer().diagnostic('cap', 'mean', block, [1, 2])).message).toMatch(/2 values .* for 3/);
  });

  it('lets the error of a metric through', () => {
    expect(() => observer().solution(1, block, [1])).toThrow(SolutionError);
  });
});

it('a trial without a solution is NaN, whatever is reported of it; another that is not finite still fails', () => {
  const seen = observer(['ratio', 'value']);
  seen.lost(11);
  seen.solution(null, block, [7, Number.NaN, 9]);
  expect(seen.finish()).toEqual([
    { name: 'ratio', kind: 'ratio-db', iteration: null, values: Float64Array.of(7, 2, Number.NaN, Number.NaN, 9, 2) },
    { name: 'value', kind: 'mean', iteration: null, values: Float64Array.of(7, Number.NaN, 9) },
  ]);
  const other = observer();
  other.lost(12);
  expect(failureOf(() => other.solution(null, block, [7, Number.NaN, 9]))).toMatchObject({ trial: 11 });
  expect(failureOf(() => observer().lost(13)).message).toContain('outside 10 to 12');
});

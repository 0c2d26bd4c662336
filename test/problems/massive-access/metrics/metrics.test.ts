import { expect, test } from 'vitest';
import type { Instance } from '../../../../src/problems/massive-access/instance.ts';
import { activityError } from '../../../../src/problems/massive-access/metrics/activity-error.ts';
import { nmse, notFinite } from '../../../../src/problems/massive-access/metrics/nmse.ts';

/** Two trials of N = 2 devices and M = 1 antenna: [re re im im]. */
const given = {
  N: 2,
  M: 1,
  range: { first: 10, count: 2 },
  X: Float64Array.of(1, 0, 2, 0, /* trial 11 */ 0, 3, 0, 4),
  active: Uint8Array.of(1, 0, 0, 1),
} as unknown as Instance;

test('nmse gives squared error and energy of each trial', () => {
  const out = new Float64Array(4);
  nmse.measure(given, { X: Float32Array.of(1, 1, 0, 0, 0, 3, 0, 4) }, { first: 10, count: 2 }, out);
  expect(Array.from(out)).toEqual([1 + 4, 5, 0, 25]);
  const second = new Float64Array(2);
  nmse.measure(given, { X: Float64Array.of(0, 0, 0, 0) }, { first: 11, count: 1 }, second);
  expect(Array.from(second)).toEqual([25, 25]);
});

test('activity-error counts misses and false alarms, by the decisions of the solver or by energy', () => {
  const out = new Float64Array(2);
  const X = Float64Array.of(0.3, 0.6, 0.3, 0, /* trial 11 */ 0.1, 0.4, 0.1, 0.4);
  activityError.measure(given, { X }, given.range, out);
  // Energies 0.18 (missed), 0.36 (false alarm); 0.02 (right), 0.32 (right).
  expect(Array.from(out)).toEqual([1, 0]);
  activityError.measure(given, { X, active: Uint8Array.of(1, 0, 1, 1) }, given.range, out);
  expect(Array.from(out)).toEqual([0, 0.5]);
});

test('activity-error at a given threshold decides by energy alone', () => {
  const out = new Float64Array(2);
  const X = Float64Array.of(0.3, 0.6, 0.3, 0, /* trial 11 */ 0.1, 0.4, 0.1, 0.4);
  // Energies 0.18 and 0.36, device 0 active; 0.02 and 0.32, device 1 active.
  for (const [threshold, errors] of [
    [0, [0.5, 0.5]],
    [0.1, [0.5, 0]],
    [0.33, [1, 0.5]],
    [0.4, [0.5, 0.5]],
  ] as const) {
    activityError.measure({ ...given, threshold }, { X, active: given.active }, given.range, out);
    expect(Array.from(out)).toEqual(errors);
  }
});

test('an estimate that is not finite is found, with its trial', () => {
  const X = Float64Array.of(0, 0, 0, 0, 0, Number.NaN, 0, 0);
  expect(notFinite(given, { X }, given.range)).toEqual({ trial: 11, what: 'X holds NaN or an infinity' });
  expect(notFinite(given, { X: new Float64Array(8) }, given.range)).toBeUndefined();
});

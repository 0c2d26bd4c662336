import { expect, test } from 'vitest';
import type { Instance } from '../../../../src/problems/csi-feedback/instance.ts';
import { nmse, nmseOfBatches } from '../../../../src/problems/csi-feedback/metrics/nmse.ts';
import { notFinite } from '../../../../src/problems/csi-feedback/metrics/not-finite.ts';

/** Two trials of one delay and one angle. */
const given = {
  Nt: 1,
  Na: 1,
  range: { first: 10, count: 2 },
  X: Float32Array.of(3, 4, /* trial 11 */ 0, 1),
} as unknown as Instance;

test('both conventions measure the error of a sample over its energy', () => {
  const out = new Float64Array(2);
  for (const metric of [nmse, nmseOfBatches]) {
    metric.measure(given, { X: Float64Array.of(3, 3, 1, 1) }, given.range, out);
    expect(Array.from(out)).toEqual([1 / 25, 1]);
  }
  const second = new Float64Array(1);
  nmse.measure(given, { X: Float64Array.of(0, 0) }, { first: 11, count: 1 }, second);
  expect(Array.from(second)).toEqual([1]);
});

test('a reconstruction that is not finite, or too short, is found with its trial', () => {
  expect(notFinite(given, { X: Float64Array.of(1, 2, 3, Number.NaN) }, given.range)).toEqual({
    trial: 11,
    what: 'X holds NaN or an infinity',
  });
  expect(notFinite(given, { X: new Float64Array(3) }, given.range)).toMatchObject({ trial: 11 });
  expect(notFinite(given, { X: new Float64Array(4) }, given.range)).toBeUndefined();
});

import { expect, test } from 'vitest';
import { fullOperations } from '../../../src/downlink/full-transmitter.ts';
import { gramOperations } from '../../../src/downlink/gram-transmitter.ts';
import { rWmmseOperations, wmmseOperations } from '../../../src/problems/multicell/operations.ts';

test('operations of one station are those that are counted for the downlink of one cell', () => {
  const shape = (Nt: number) => ({ M: Nt, K: 3, N: 2, d: 2 });
  const sizes = (Nt: number) => ({ B: 1, U: 3, Nt, Nr: 2 });
  expect(wmmseOperations(sizes(4), 'smaller')).toBeCloseTo(fullOperations(shape(4)), 6);
  expect(wmmseOperations(sizes(9), 'antennas')).toBeCloseTo(fullOperations(shape(9)), 6);
  expect(wmmseOperations(sizes(9), 'smaller')).toBeCloseTo(gramOperations(shape(9)), 6);
});

test('an iteration of R-WMMSE costs the same for any number of antennas above B U Nr, one of WMMSE grows as its cube', () => {
  const sizes = (Nt: number) => ({ B: 2, U: 4, Nt, Nr: 2 });
  expect(rWmmseOperations(sizes(128))).toBe(rWmmseOperations(sizes(16)));
  expect(rWmmseOperations(sizes(8))).toBe(wmmseOperations(sizes(8), 'smaller'));
  const growth = wmmseOperations(sizes(8192), 'antennas') / wmmseOperations(sizes(4096), 'antennas');
  expect(growth).toBeGreaterThan(7.9);
  expect(growth).toBeLessThan(8);
});

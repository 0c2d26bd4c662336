import { describe, expect, test } from 'vitest';
import { draw, run } from '../solving.ts';

const exact = { powerTolerance: 1e-11 };

describe.each([
  { B: 2, U: 2, Nt: 16 },
  { B: 2, U: 2, Nt: 9, isd: 0.5, alpha: '1 2 0.5 1' },
  { B: 3, U: 1, Nt: 32, isd: 0.4 },
])('R-WMMSE at %o', (axes) => {
  const instance = draw(axes, 11);

  test.each(['random', 'mrt', 'rzf'])('takes the steps of WMMSE from the start %s', async (start) => {
    const parameters = { ...exact, start, iterations: 6 };
    const [whole, reduced] = [await run('wmmse', instance, parameters), await run('r-wmmse', instance, parameters)];
    expect(reduced.violations).toEqual([]);
    for (let iteration = 1; iteration <= 6; iteration++) {
      const expected = whole.V.get(iteration)!;
      reduced.V.get(iteration)!.forEach((value, i) => {
        expect(Math.abs(value - expected[i])).toBeLessThan(1e-8);
      });
    }
  });

  test('ends where WMMSE ends, after as many iterations', async () => {
    const parameters = { ...exact, start: 'mrt', tolerance: 1e-9, maxIterations: 2000 };
    const metrics = ['sum-rate', 'kkt'];
    const [whole, reduced] = [
      await run('wmmse', instance, parameters, metrics),
      await run('r-wmmse', instance, parameters, metrics),
    ];
    for (let trial = 0; trial < 11; trial++) {
      const [a, b] = [whole, reduced].map((report) => report.metrics.get('sum-rate null')![trial]);
      expect(Math.abs(a - b)).toBeLessThan(1e-6);
      expect(reduced.metrics.get('kkt null')![trial]).toBeLessThan(1e-3);
    }
  });
});

test('it is WMMSE where there is nothing to reduce', async () => {
  const instance = draw({ B: 2, U: 4 }, 5);
  const [whole, reduced] = [await run('wmmse', instance), await run('r-wmmse', instance)];
  expect(reduced.V).toEqual(whole.V);
});

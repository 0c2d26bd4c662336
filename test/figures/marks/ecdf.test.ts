import { describe, expect, test } from 'vitest';
import { vegaLiteSpec } from '../../../src/figures/vega-lite-spec.ts';
import { distribution, figure } from '../samples.ts';

type Step = { series: string; isd: number; value: number; share: number };

const stepsOf = (made: Parameters<typeof vegaLiteSpec>[0]) => (vegaLiteSpec(made).data as { values: Step[] }).values;

describe('an empirical distribution', () => {
  test('of few trials has a step at each of them', () => {
    const values = [3, 1, 2, 2].map((value) => ({ solver: 'a', metric: 'rate', value }));
    const spec = {
      mark: 'ecdf' as const,
      encoding: { x: { field: 'value', metric: 'rate', scale: { domain: [0, 4] as [number, number] } } },
    };
    const steps = stepsOf(figure(spec, [{ solver: 'a', label: 'A' }], [], { values }));
    expect(steps.map(({ value, share }) => [value, share])).toEqual([
      [0, 0],
      [1, 0.25],
      [2, 0.5],
      [2, 0.75],
      [3, 1],
      [4, 1],
    ]);
  });

  test('of many trials is off by less than a third of a percent anywhere', () => {
    const made = distribution();
    const drawn = stepsOf(made).filter(({ series, isd }) => series === 'WMMSE' && isd === 600);
    const own = made.values!.filter(({ solver, isd }) => solver === 'wmmse' && isd === 600).map(({ value }) => value);
    expect(drawn.length).toBeLessThan(own.length / 2);
    for (const at of own) {
      const truth = own.filter((value) => value <= at).length / own.length;
      const shown = drawn.filter(({ value }) => value <= at).at(-1)!.share;
      expect(Math.abs(shown - truth)).toBeLessThan(1 / 300);
    }
  });

  test('takes hundreds of thousands of trials', () => {
    const values = Array.from({ length: 300_000 }, (_, i) => ({
      solver: 'wmmse',
      metric: 'rate',
      isd: 1,
      value: i % 997,
    }));
    expect(stepsOf({ ...distribution(), values })).toHaveLength(402);
  });

  test('refuses trials of several scenarios in one curve', () => {
    const made = distribution();
    const { facet: _, ...spec } = made.spec;
    expect(() => vegaLiteSpec({ ...made, spec })).toThrow('they differ in isd');
  });
});

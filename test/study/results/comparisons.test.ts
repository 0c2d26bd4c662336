import { expect, it, test } from 'vitest';
import { collectEvidence } from '../../../src/study/claims/collect.ts';
import { comparedMetric } from '../../../src/study/experiment/compared-metric.ts';
import type { Plan } from '../../../src/study/experiment/plan.ts';
import type { Comparison } from '../../../src/study/experiment/schema.ts';
import { comparisons, shownQuantities, shownRows } from '../../../src/study/results/comparisons.ts';
import type { PointSample } from '../../../src/study/results/merge.ts';
import { rowOfSample } from './row-of-sample.ts';

const trials = 40;
const spread = (trial: number) => 10 + 5 * Math.sin(7 * trial);

function sample(solver: string, iteration: number | null, of: (trial: number) => number): PointSample {
  const values = Float64Array.from({ length: trials }, (_, trial) => of(trial));
  const point = { scenario: { snr: 10 }, hash: '', drawHash: '' };
  return { series: { name: solver }, name: 'rate', point, kind: 'mean', iteration, values } as unknown as PointSample;
}

/** A network of two layers, a level without iterations, and a reference of two iterations that shares their trials. */
const samples = [
  sample('net', 1, (trial) => 0.5 * spread(trial)),
  sample('net', 2, (trial) => 0.9 * spread(trial)),
  sample('level', null, spread),
  sample('truncated', 1, (trial) => 0.5 * spread(trial) - 0.25),
  sample('truncated', 2, (trial) => 0.9 * spread(trial) + 0.125),
];

function planWith(compare: Comparison[]): Plan {
  const series = ['net', 'level', 'truncated'].map((name) => ({ name }));
  return { id: 'toy/fig1', experiment: { compare }, metrics: ['rate'], series } as unknown as Plan;
}

const rows = samples.map(rowOfSample);
const compared = (comparison: Comparison) => comparisons(planWith([comparison]), rows, () => samples);

it('divides by a level at every iteration, exactly where the trials are in proportion', () => {
  const ratios = compared({ to: 'level', as: 'ratio' }).filter(({ solver }) => solver === 'net');
  expect(ratios.map(({ iteration, metric }) => [iteration, metric])).toEqual([
    [1, 'rate over level'],
    [2, 'rate over level'],
  ]);
  expect(ratios[0].mean).toBeCloseTo(0.5, 12);
  expect(ratios[1].mean).toBeCloseTo(0.9, 12);
  expect(ratios[1].ci95High! - ratios[1].ci95Low!).toBeLessThan(1e-9);
});

it('subtracts iteration by iteration, with the interval of paired trials', () => {
  const differences = compared({ to: 'truncated', as: 'difference' });
  const own = differences.filter(({ solver }) => solver === 'net');
  expect(own.map(({ mean }) => Number(mean.toFixed(12)))).toEqual([0.25, -0.125]);
  expect(own.every(({ stderr }) => stderr! < 1e-9)).toBe(true);
  const level = differences.filter(({ solver }) => solver === 'level');
  expect(level).toHaveLength(1);
  expect(level[0].n).toBe(trials);
});

it('measures and draws again what the figure of the experiment names as its metric', () => {
  const comparison: Comparison = { to: 'level', as: 'ratio' };
  const plan = planWith([comparison, { to: 'truncated', as: 'difference' }]);
  const showing = (metric: string | undefined) =>
    ({ ...plan, experiment: { ...plan.experiment, figure: { encoding: { y: { metric } } } } }) as unknown as Plan;
  const shown = showing('rate over level');
  const measured = collectEvidence([], rows, () => samples, shownQuantities(shown, rows));
  expect(shownRows(shown, rows, measured)).toEqual(compared(comparison));
  expect(shownRows(shown, rows, measured).length).toBeGreaterThan(0);
  expect(shownQuantities(showing('rate'), rows)).toEqual([]);
  expect(shownQuantities(showing(undefined), rows)).toEqual([]);
});

it('reads no trials where nothing is compared', () => {
  const unread = () => {
    throw new Error('read');
  };
  expect(comparisons(planWith([]), rows, unread)).toEqual([]);
});

test('the metric column names what is compared', () => {
  expect(comparedMetric('wsr', { to: 'wmmse(7)', as: 'difference' })).toBe('wsr minus wmmse(7)');
});

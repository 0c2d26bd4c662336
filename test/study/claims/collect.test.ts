import { expect, it } from 'vitest';
import { collectEvidence } from '../../../src/study/claims/collect.ts';
import { judge } from '../../../src/study/claims/judge.ts';
import type { PointSample } from '../../../src/study/results/merge.ts';
import { rowOfSample } from '../results/row-of-sample.ts';
import { claim, results } from './curves.ts';

/** Two curves over two iterations and 40 trials: their difference is small and steady, their common spread is large. */
function twoCurves(): PointSample[] {
  return ['net', 'wmmse'].flatMap((solver) =>
    [1, 2].map((iteration) => {
      const gain = solver === 'net' ? 0.1 * iteration : 0;
      const values = Float64Array.from(
        { length: 40 },
        (_, t) => 10 + 5 * Math.sin(7 * t) + gain + 0.01 * Math.cos(3 * t * iteration),
      );
      const point = { scenario: { snr: 10 }, hash: '', drawHash: '' };
      return {
        series: { name: solver },
        name: 'rate',
        point,
        kind: 'mean',
        iteration,
        values,
      } as unknown as PointSample;
    }),
  );
}

const ordering = claim({ kind: 'ordering', above: 'net', below: 'wmmse', where: { iteration: [1, 2] } });

it('what a run collects decides claims that its rows alone leave open', () => {
  const samples = twoCurves();
  const rows = samples.map(rowOfSample);
  const evidence = collectEvidence([ordering], rows, () => samples);
  expect(evidence.map(({ estimate }) => estimate?.mean.toFixed(6))).toEqual(['0.100000', '0.200000']);
  expect(judge(ordering, results(rows)).status).toBe('inconclusive');
  expect(judge(ordering, results(rows, { evidence })).status).toBe('reproduced');
  expect(judge(ordering, results(rows, { evidence: JSON.parse(JSON.stringify(evidence)) })).status).toBe('reproduced');
});

it('a run is not read again for claims that its rows decide', () => {
  const rows = twoCurves().map(rowOfSample);
  const samples = () => {
    throw new Error('read');
  };
  expect(collectEvidence([claim({ kind: 'value', of: 'net', value: 10 })], rows, samples)).toEqual([]);
  expect(() => collectEvidence([ordering], rows, samples)).toThrow('read');
});

it('what every trial does is its largest change, which a mean hides', () => {
  const falling = { kind: 'monotone', of: 'net', along: 'iteration', direction: 'decreasing', tolerance: 0.2 };
  const samples = twoCurves();
  const changes = Array.from(samples[1].values, (value, t) => value - samples[0].values[t]);
  const evidence = (over: string) =>
    collectEvidence([claim({ ...falling, over })], samples.map(rowOfSample), () => samples).map(
      ({ estimate }) => estimate!.mean,
    );
  expect(evidence('every trial')).toEqual([Math.max(...changes)]);
  expect(evidence('mean')[0]).toBeCloseTo(changes.reduce((a, b) => a + b) / 40, 12);
});

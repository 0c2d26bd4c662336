import { describe, expect, it } from 'vitest';
import { writeSafeTensors } from '../../../src/arrays/safetensors.ts';
import type { MetricKind } from '../../../src/contracts/problem.ts';
import { expand } from '../../../src/study/experiment/expand.ts';
import type { PointSample } from '../../../src/study/results/merge.ts';
import { decodeValues, encodeValues, shownValues } from '../../../src/study/results/trial-values.ts';
import { loadedToy, toyProblem } from '../toy.ts';

const box = (x: object) => ({ mark: 'box', encoding: { x, y: { field: 'value', metric: 'rate' } } });

async function samplesOf(figure: object) {
  const plan = await expand(loadedToy({ figure }), toyProblem, { profile: 'quick' });
  const sample = (name: string, iteration: number | null, kind: MetricKind = 'mean'): PointSample[] =>
    plan.points.map((point, i) => ({
      ...{ name, kind, iteration, point, series: plan.series[0] },
      values: Float64Array.of(i, iteration ?? -1, Number.NaN),
    }));
  const samples = [
    ...sample('rate', 1),
    ...sample('rate', 2),
    ...sample('steps', null),
    ...sample('nmse', 2, 'ratio-db'),
  ];
  return { plan, samples };
}

describe('the values of single trials that are stored', () => {
  it('are those of the last iteration, of the metric that the figure shows', async () => {
    const { plan, samples } = await samplesOf(box({ field: 'snr' }));
    const shown = shownValues(plan, () => samples)!;
    expect(shown.map(({ point, values }) => [point.metric, point.iteration, point.scenario.snr, values[0]])).toEqual([
      ['rate', 2, 0, 0],
      ['rate', 2, 10, 1],
    ]);
  });

  it('are those of every iteration where the figure shows them', async () => {
    const { plan, samples } = await samplesOf(box({ field: 'iteration' }));
    expect(shownValues(plan, () => samples)!.map(({ point }) => point.iteration)).toEqual([1, 1, 2, 2]);
  });

  it('are none for a figure of means, which does not even look', async () => {
    const { plan } = await samplesOf({ encoding: { x: { field: 'snr' }, y: { metric: 'rate' } } });
    const never = () => expect.unreachable();
    expect(shownValues(plan, never)).toBeUndefined();
  });

  it('are read bit by bit as they were written', async () => {
    const { plan, samples } = await samplesOf(box({ field: 'snr' }));
    const shown = shownValues(plan, () => samples)!;
    expect(decodeValues(encodeValues(shown))).toEqual(shown);
  });

  it('are refused where the file is of another kind', () => {
    const of = (name: string, data: Float32Array | Float64Array) =>
      writeSafeTensors({ arrays: { [name]: { shape: [data.length], data } }, metadata: {} });
    const point = '{"solver":"a","metric":"b","scenario":{},"iteration":null}';
    expect(decodeValues(of(point, Float64Array.of(1)))).toHaveLength(1);
    expect(() => decodeValues(of(point, Float32Array.of(1)))).toThrow('is not of type F64');
    expect(() => decodeValues(of('{}', Float64Array.of(1)))).toThrow();
  });
});

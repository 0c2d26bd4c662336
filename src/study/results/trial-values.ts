import { z } from 'zod';
import { readSafeTensors, writeSafeTensors } from '../../arrays/safetensors.ts';
import { inDecibels } from '../../contracts/problem.ts';
import { shownColumns } from '../../figures/select.ts';
import { canonicalJson } from '../canonical.ts';
import type { Plan } from '../experiment/plan.ts';
import type { PointSample } from './merge.ts';
import type { RowPoint } from './row.ts';

/** The value that every trial has at one point of a curve, in the order of the trials. */
export interface TrialValues {
  readonly point: RowPoint;
  readonly values: Float64Array;
}

/**
 * What a figure of distributions shows of the trials of a run: of every curve the last iteration, or all where the figure shows
 * iterations. Undefined for figures of means, which need none.
 */
export function shownValues(plan: Plan, samples: () => Iterable<PointSample>): TrialValues[] | undefined {
  const { figure } = plan.experiment;
  if (figure.mark !== 'box' && figure.mark !== 'ecdf') return undefined;
  const shown = [figure.encoding.x.metric ?? figure.encoding.y.metric ?? plan.metrics].flat();
  const isShown = ({ name, kind }: PointSample) => shown.includes(name) && !inDecibels(kind);
  const isEach = shownColumns(figure).includes('iteration');
  const kept = new Map<string, TrialValues>();
  for (const sample of samples()) {
    if (!isShown(sample)) continue;
    const { name: metric, iteration, values, series, point: at } = sample;
    const point: RowPoint = { solver: series.name, metric, scenario: at.scenario, iteration };
    // Iterations come in ascending order, what has none last.
    kept.set(canonicalJson(isEach ? point : { ...point, iteration: null }), { point, values });
  }
  return [...kept.values()];
}

const pointSchema: z.ZodType<RowPoint> = z.strictObject({
  solver: z.string(),
  metric: z.string(),
  scenario: z.record(z.string(), z.union([z.number(), z.string(), z.boolean()])),
  iteration: z.number().nullable(),
});

/** The bytes of a `.safetensors` file: an array a point, in double precision, whose name is the point as JSON. */
export function encodeValues(all: readonly TrialValues[]): Uint8Array {
  const arrays = all.map(({ point, values }) => [JSON.stringify(point), { shape: [values.length], data: values }]);
  return writeSafeTensors({ arrays: Object.fromEntries(arrays), metadata: {} });
}

/** Throws an Error saying what is wrong where the bytes are not such a file. */
export function decodeValues(bytes: Uint8Array): TrialValues[] {
  return Object.entries(readSafeTensors(bytes).arrays).map(([name, { data }]) => {
    if (!(data instanceof Float64Array)) throw new Error(`${name} is not of type F64`);
    return { point: pointSchema.parse(JSON.parse(name)), values: data };
  });
}

import type { PointSample } from '../../../src/study/results/merge.ts';
import type { Row } from '../../../src/study/results/row.ts';
import { estimate } from '../../../src/study/statistics/estimate.ts';

/** The row that a sample gives. */
export function rowOfSample({ point, series, name, kind, iteration, values }: PointSample): Row {
  const { scenario } = point;
  return {
    ...{ experiment: 'toy/fig1', solver: series.name, metric: name, scenario, iteration },
    ...estimate(kind, values),
  };
}

import type { PlotAxis } from '../axes/axis.ts';
import { curveScale, fieldName, pickable } from '../channels.ts';
import type { Curve } from '../curves.ts';
import type { Figure } from '../figure.ts';
import { markStyle } from '../style.ts';
import type { Point } from './drawn.ts';
import { meanTooltip, seriesTooltip } from './line-layers.ts';
import type { Datum } from './plot.ts';

interface Place {
  readonly x: PlotAxis;
  readonly y: PlotAxis;
  /** Lower edge of the panel in pixels. */
  readonly bottom: number;
}

/** Zeros on a log axis as data. */
export function zeroData(figure: Figure, zeros: readonly Point[]): Datum[] {
  const { field } = figure.spec.encoding.x;
  return zeros.map(({ curve, row: { mean, ci95_low, ci95_high, n }, x }) => ({
    ...{ series: curve.label, [field]: x, mean, ci95_low, ci95_high, n },
  }));
}

/** Zeros on a log axis: the mark of the curve on the lower edge, with a line up to the end of its interval. */
export function zeroLayers(figure: Figure, curves: readonly Curve[], zeros: readonly Point[], place: Place): object[] {
  if (zeros.length === 0) return [];
  const { x, y, bottom } = place;
  const { field } = figure.spec.encoding.x;
  const values = zeroData(figure, zeros);
  const at = { field: fieldName(field), ...x.channel };
  const shared = { x: at, color: curveScale('color', curves), ...pickable(figure, curves, 1) };
  return [
    {
      data: { values },
      transform: [{ filter: 'datum.ci95_high > 0' }],
      mark: { ...markStyle.level, strokeWidth: 1 },
      encoding: { ...shared, y: { field: 'ci95_high', ...y.channel }, y2: { value: bottom } },
    },
    {
      data: { values },
      mark: markStyle.marker,
      encoding: {
        ...shared,
        y: { value: bottom },
        shape: curveScale('shape', curves),
        tooltip: [seriesTooltip, ...meanTooltip(y)],
      },
    },
  ];
}

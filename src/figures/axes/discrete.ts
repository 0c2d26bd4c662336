import type { Cell } from '../figure.ts';
import { type AxisChoice, fractionExpression, fractionLabel, type PlotAxis, titleLines, widestLabel } from './axis.ts';

export interface DiscreteAxis extends AxisChoice {
  readonly title: string;
  readonly cells: readonly Cell[];
  /** Length in pixels. */
  readonly length: number;
  /** `point` for curves and `band` for bars and boxes. */
  readonly scaleType: 'point' | 'band';
  readonly type: 'ordinal' | 'nominal';
}

/** An axis that gives each value a place of its own, in the given order. */
export function discreteAxis({ title, cells, length, scale, axis, scaleType, type }: DiscreteAxis): PlotAxis {
  const domain = scale?.reverse === true ? cells.toReversed() : cells;
  const fraction = axis?.format === 'fraction';
  const labels = domain.map((cell) => (fraction ? fractionLabel(Number(cell)) : String(cell)));
  return {
    channel: {
      type,
      title,
      scale: {
        type: scaleType,
        domain,
        ...(scaleType === 'point' ? { padding: 0.5 } : { paddingInner: 0.3, paddingOuter: 0.15 }),
      },
      axis: {
        ...(axis?.values === undefined ? {} : { values: axis.values }),
        ...(fraction ? { labelExpr: fractionExpression } : {}),
        ...(axis?.format === undefined || fraction ? {} : { format: axis.format, formatType: 'number' }),
        grid: axis?.grid ?? scaleType === 'point',
        labelAngle: 0,
        ...titleLines({ title, length }),
      },
    },
    ticks: scaleType === 'point' ? domain.map((at) => ({ at, minor: false })) : [],
    position: (cell) => {
      const index = domain.indexOf(cell);
      return index < 0 ? undefined : (index + 0.5) / domain.length;
    },
    labelWidth: widestLabel(labels),
  };
}

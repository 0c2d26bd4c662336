import type { PlotAxis } from '../axes/axis.ts';
import { pixels } from '../channels.ts';
import { tickLength } from '../style.ts';
import type { Size } from './drawn.ts';

/**
 * The box around a plot, with ticks that point inwards on all four sides. It lies over the ends of the grid lines and under
 * markers that stand on it.
 */
export function frameLayers(x: PlotAxis, y: PlotAxis, { width, height }: Size): object[] {
  return [
    {
      data: { values: [{}] },
      mark: { type: 'rect', fill: null, stroke: 'black', strokeWidth: 1 },
      encoding: { x: { value: 0 }, x2: { value: width }, y: { value: 0 }, y2: { value: height } },
    },
    ...tickLayer(x, height, (at, ends) => ({ x: at, ...pixels('y', 'from'), y2: ends })),
    ...tickLayer(y, width, (at, ends) => ({ y: at, ...pixels('x', 'from'), x2: ends })),
  ];
}

/** Ticks of one axis at both sides of the plot, `across` pixels apart. */
function tickLayer(axis: PlotAxis, across: number, encoding: (at: object, ends: object) => object): object[] {
  if (axis.ticks.length === 0) return [];
  const values = axis.ticks.flatMap(({ at, minor }) => {
    const length = minor ? tickLength / 2 : tickLength;
    return [
      { at, from: across, to: across - length },
      { at, from: 0, to: length },
    ];
  });
  return [
    {
      data: { values },
      mark: { type: 'rule', color: 'black', strokeWidth: 0.8 },
      encoding: encoding({ field: 'at', ...axis.channel }, { field: 'to' }),
    },
  ];
}

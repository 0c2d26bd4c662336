import type { Cell } from '../figure.ts';
import { type PlotAxis, titleLines } from './axis.ts';
import { linearTicks, logTicks } from './choose-ticks.ts';
import type { QuantitativeAxis } from './quantitative-axis.ts';
import { tickLabels } from './tick-labels.ts';

/** An axis on which numbers are placed by value. */
export function quantitativeAxis(request: QuantitativeAxis): PlotAxis {
  const log = request.scale?.type === 'log';
  const ticks = log ? logTicks(request) : linearTicks(request);
  const [low, high] = ticks.domain;
  const reverse = request.scale?.reverse === true;
  const along = log
    ? (value: number) => Math.log(value / low) / Math.log(high / low)
    : (value: number) => (value - low) / (high - low);
  const labels = tickLabels(request, ticks, log);
  const position = (cell: Cell) => {
    if (typeof cell !== 'number' || (log && cell <= 0)) return undefined;
    return reverse ? 1 - along(cell) : along(cell);
  };
  const inside = (value: number) => Math.abs(along(value) - 0.5) <= 0.5 + 1e-9;
  const minor = labels.minor.map((at) => ({ at, minor: true }));
  return {
    channel: {
      type: 'quantitative',
      title: request.title,
      scale: {
        type: log ? 'log' : 'linear',
        ...(log ? { base: request.scale?.base ?? 10 } : {}),
        domain: [low, high],
        nice: false,
        ...(log ? {} : { zero: false }),
        ...(reverse ? { reverse } : {}),
      },
      axis: { ...labels.axis, ...titleLines(request), grid: request.axis?.grid ?? true },
    },
    ticks: [...ticks.values.filter(inside).map((at) => ({ at, minor: false })), ...minor],
    domain: ticks.domain,
    position,
    labelWidth: labels.width,
  };
}

import { messages, UserError } from '../messages.ts';
import type { Cell } from './figure.ts';
import type { FigureSpec } from './figure-spec.ts';
import { fontSizes, tickLength } from './style.ts';
import { formatFor, multiples, powersAround, powersInside, type Ticks, ticksAround, ticksInside } from './ticks.ts';
import { labelWidth, wrapLabel } from './typography/measure.ts';

type AxisChoice = Pick<FigureSpec['encoding']['x'], 'scale' | 'axis'>;

/** An axis: what Vega-Lite is told of it, and where a value lies, from 0 (left or bottom) to 1. */
export interface PlotAxis {
  readonly channel: { readonly type: string; readonly title: string; readonly scale: object; readonly axis: object };
  /** First and last value of a quantitative axis. */
  readonly domain?: readonly [number, number];
  /** Undefined for what the axis does not show: other categories, empty cells, zero on a log axis. */
  readonly position: (cell: Cell) => number | undefined;
  /** Width of the widest tick label in pixels. */
  readonly labelWidth: number;
}

export interface QuantitativeAxis extends AxisChoice {
  readonly title: string;
  /** All values that the axis must show. */
  readonly values: readonly number[];
  /** `around` moves the ends outwards to round values; `inside` ends where the data end. */
  readonly fit: 'around' | 'inside';
  /** Whether ticks at fractions make no sense, as for iterations. */
  readonly whole?: boolean;
  /** Length in pixels, and whether labels stand side by side along it. */
  readonly length: number;
  readonly horizontal: boolean;
  /** Names the figure in messages. */
  readonly figure: string;
}

/** An axis on which numbers are placed by value. */
export function quantitativeAxis(request: QuantitativeAxis): PlotAxis {
  const log = request.scale?.type === 'log';
  const ticks = log ? logTicks(request) : linearTicks(request);
  const [low, high] = ticks.domain;
  const reverse = request.scale?.reverse === true;
  const along = log
    ? (value: number) => Math.log(value / low) / Math.log(high / low)
    : (value: number) => (value - low) / (high - low);
  const labels = tickLabels(request, ticks.values, log);
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
    domain: ticks.domain,
    position: (cell) => {
      if (typeof cell !== 'number' || (log && cell <= 0)) return undefined;
      return reverse ? 1 - along(cell) : along(cell);
    },
    labelWidth: labels.width,
  };
}

function linearTicks(request: QuantitativeAxis): Ticks {
  const { scale, axis, values, fit, whole } = request;
  const zero = scale?.zero === true ? [0] : [];
  const low = Math.min(...values, ...zero);
  const high = Math.max(...values, ...zero);
  const count = axis?.tickCount ?? Math.max(3, Math.min(9, Math.round(request.length / 50)));
  const domain = scale?.domain ?? (fit === 'inside' ? (low === high ? [low - 1, high + 1] : [low, high]) : undefined);
  const chosen = axis?.values?.filter((value) => typeof value === 'number');
  if (domain === undefined) {
    const ticks = ticksAround(low, high, count);
    return chosen === undefined ? ticks : { domain: ticks.domain, values: chosen };
  }
  if (chosen !== undefined) return { domain: [domain[0], domain[1]], values: chosen };
  const own = ownTicks(request, domain[0], domain[1]);
  if (own !== undefined && fit === 'inside') return { domain: [domain[0], domain[1]], values: own };
  const ticks = ticksInside(domain[0], domain[1], count);
  return whole === true && ticks.values.some((value) => !Number.isInteger(value))
    ? { domain: ticks.domain, values: multiples(domain[0], domain[1], 1) }
    : ticks;
}

/** The data's own values as ticks, where they are few and their labels keep a distance. */
function ownTicks({ values, length, horizontal }: QuantitativeAxis, low: number, high: number): number[] | undefined {
  const own = [...new Set(values)].filter((value) => value >= low && value <= high).sort((a, b) => a - b);
  const room = horizontal ? Math.max(...own.map((value) => labelWidth(String(value), fontSizes.tick))) + 12 : 24;
  const close = own.some((value, i) => i > 0 && ((value - own[i - 1]) / (high - low)) * length < room);
  return own.length < 2 || own.length > 13 || close ? undefined : own;
}

function logTicks({ scale, axis, values, fit, figure, horizontal }: QuantitativeAxis): Ticks {
  const base = scale?.base ?? 10;
  const positive = values.filter((value) => value > 0);
  if (positive.length === 0 || (scale?.domain?.[0] ?? 1) <= 0) {
    throw new UserError(messages.figureNotPositive(figure, horizontal ? 'x' : 'y'));
  }
  const low = Math.min(...positive);
  const high = Math.max(...positive);
  const domain = scale?.domain ?? (fit === 'inside' && low < high ? [low, high] : undefined);
  const ticks = domain === undefined ? powersAround(low, high, base) : powersInside(domain[0], domain[1], base);
  const chosen = axis?.values?.filter((value) => typeof value === 'number');
  if (chosen !== undefined) return { domain: ticks.domain, values: chosen };
  return ticks.values.length >= 2 ? ticks : { domain: ticks.domain, values: withinDecades(ticks.domain) };
}

/** 1, 2 and 5 times the powers of ten inside a short log axis. */
function withinDecades([low, high]: readonly [number, number]): number[] {
  const first = Math.floor(Math.log10(low));
  const last = Math.ceil(Math.log10(high));
  return Array.from({ length: last - first + 1 }, (_, i) => first + i)
    .flatMap((power) => [1, 2, 5].map((digit) => Number(`${digit}e${power}`)))
    .filter((value) => value >= low && value <= high);
}

/** How tick labels are printed: powers of ten with a raised exponent, fractions, or numbers in full. */
function tickLabels({ axis, scale }: QuantitativeAxis, values: readonly number[], log: boolean) {
  if (axis?.format === 'fraction') {
    const fractions = values.map((value) => `1/${Math.round(1 / value)}`);
    return { axis: { values, labelExpr: "'1/' + round(1 / datum.value)" }, width: widest(fractions) };
  }
  if (axis?.format !== undefined) return { axis: { values, format: axis.format }, width: widest(values.map(String)) };
  const powersOfTen = log && (scale?.base ?? 10) === 10 && values.every((value) => isPowerOfTen(value));
  if (!powersOfTen) {
    const format = log ? '~g' : formatFor(values);
    return { axis: { values, format }, width: widest(values.map((value) => printed(value, format))) };
  }
  return {
    axis: {
      values: [...values, ...minorTicks(values)].sort((a, b) => a - b),
      labelExpr: `${powerTest} ? '10^{' + format(${exponent}, 'd') + '}' : ''`,
      tickSize: { condition: { test: powerTest, value: -tickLength }, value: -tickLength / 2 },
      gridOpacity: { condition: { test: powerTest, value: 1 }, value: 0.45 },
    },
    width: widest(values.map((value) => `10^{${Math.round(Math.log10(value))}}`)),
  };
}

const exponent = 'round(log(datum.value) / LN10)';
const powerTest = 'abs(log(datum.value) / LN10 - round(log(datum.value) / LN10)) < 1e-6';

function isPowerOfTen(value: number): boolean {
  return Math.abs(Math.log10(value) - Math.round(Math.log10(value))) < 1e-9;
}

/** 2 ... 9 times each power of ten but the last. */
function minorTicks(powers: readonly number[]): number[] {
  if (powers.length > 9) return [];
  return powers.slice(0, -1).flatMap((power) => [2, 3, 4, 5, 6, 7, 8, 9].map((digit) => digit * power));
}

function printed(value: number, format: string): string {
  const decimals = /^\.(\d)f$/.exec(format)?.[1];
  return decimals === undefined ? String(value) : value.toFixed(Number(decimals));
}

function widest(labels: readonly string[]): number {
  return Math.max(0, ...labels.map((label) => labelWidth(label, fontSizes.tick)));
}

/** A title that is longer than its axis goes on several lines. */
function titleLines({ title, length }: { title: string; length: number }): { title?: string[] } {
  const lines = wrapLabel(title, length, fontSizes.title);
  return lines.length > 1 ? { title: lines } : {};
}

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
  const labels = domain.map((cell) => (fraction ? `1/${Math.round(1 / Number(cell))}` : String(cell)));
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
        ...(fraction ? { labelExpr: "'1/' + round(1 / datum.value)" } : {}),
        ...(axis?.format === undefined || fraction ? {} : { format: axis.format, formatType: 'number' }),
        grid: axis?.grid ?? scaleType === 'point',
        labelAngle: 0,
        ...titleLines({ title, length }),
        ...(scaleType === 'band' ? { tickSize: 0, labelPadding: 5 } : {}),
      },
    },
    position: (cell) => {
      const index = domain.indexOf(cell);
      return index < 0 ? undefined : (index + 0.5) / domain.length;
    },
    labelWidth: Math.max(
      0,
      ...labels.flatMap((label) => label.split('\n')).map((line) => labelWidth(line, fontSizes.tick)),
    ),
  };
}

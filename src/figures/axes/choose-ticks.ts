import { messages, UserError } from '../../messages.ts';
import { widestLabel } from './axis.ts';
import type { QuantitativeAxis } from './quantitative-axis.ts';
import { extent, multiples, powersAround, powersInside, type Ticks, ticksAround, ticksInside } from './ticks.ts';

/** Ticks of a linear axis: as asked; else the data's own values where they are few; else round ones. */
export function linearTicks(request: QuantitativeAxis): Ticks {
  const { scale, axis, values, fit, whole } = request;
  const [low, high] = extent(scale?.zero === true ? [0, ...values] : values);
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
  const room = horizontal ? widestLabel(own.map(String)) + 12 : 24;
  const close = own.some((value, i) => i > 0 && ((value - own[i - 1]) / (high - low)) * length < room);
  return own.length < 2 || own.length > 13 || close ? undefined : own;
}

/** Ticks of a log axis: powers of its base, or 1, 2, 5 times powers of ten where fewer than two powers fit. Throws UserError
 * where nothing is above zero. */
export function logTicks({ scale, axis, values, fit, figure, horizontal }: QuantitativeAxis): Ticks {
  const base = scale?.base ?? 10;
  const positive = values.filter((value) => value > 0);
  if (positive.length === 0 || (scale?.domain?.[0] ?? 1) <= 0) {
    throw new UserError(messages.figureNotPositive(figure, horizontal ? 'x' : 'y'));
  }
  const [low, high] = extent(positive);
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

import { messages, UserError } from '../../messages.ts';
import { maxPoints } from './limits.ts';
import type { Grid } from './schema.ts';

export type AxisValue = number | string | boolean;

const number = '[+-]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?';
const rangePattern = new RegExp(`^\\s*(${number})\\s*:\\s*(${number})\\s*:\\s*(${number})\\s*$`);
const numberPattern = new RegExp(`^${number}$`);

/**
 * The values that an axis is given: one value, a list, or `first:step:last` with both ends where the steps meet them; ranges
 * may stand in lists. `name` and `place` (file:line:column, or the flag) go into messages.
 * Throws a UserError for a range that never ends, and one of too many values.
 */
export function axisValues(written: AxisValue | readonly AxisValue[], name: string, place: string): AxisValue[] {
  const items: readonly AxisValue[] = typeof written === 'object' ? written : [written];
  return items.flatMap<AxisValue>((item) => (typeof item === 'string' ? (range(item, name, place) ?? [item]) : [item]));
}

function range(text: string, name: string, place: string): number[] | undefined {
  const match = rangePattern.exec(text);
  if (match === null) return undefined;
  const [first, step, last] = match.slice(1).map(Number);
  const count = Math.floor((last - first) / step + 1e-9) + 1;
  if (!(count >= 1 && count < Number.POSITIVE_INFINITY))
    throw new UserError(messages.at(place, messages.emptyRange(name, text)));
  if (count > maxPoints)
    throw new UserError(messages.at(place, messages.tooMany(`values of ${name}`, count, maxPoints)));
  // As many decimals as were written: 0.1 + 2 * 0.1 is meant to be 0.3.
  const decimals = Math.max(...match.slice(1, 3).map(decimalsOf));
  return Array.from({ length: count }, (_, i) => Number((first + i * step).toFixed(decimals)) + 0);
}

/**
 * Axes as on the command line, `snr=0:5:30` and `preamble=gaussian,binary`; an axis given twice takes both lists. Throws a
 * UserError for anything else.
 */
export function parseAxes(flags: readonly string[]): Grid {
  const grid: Record<string, AxisValue[]> = Object.create(null);
  for (const flag of flags) {
    const [, axis, values] = /^([^=\s]+)=(.+)$/.exec(flag) ?? [];
    if (axis === undefined) throw new UserError(messages.at(`--set ${flag}`, messages.badAssignment()));
    grid[axis] = [...(grid[axis] ?? []), ...values.split(',').map((text) => parseAxisValue(text.trim()))];
  }
  return { ...grid };
}

function parseAxisValue(text: string): AxisValue {
  if (numberPattern.test(text)) return Number(text);
  return text === 'true' || text === 'false' ? text === 'true' : text;
}

/** Decimals of a number as written: 2 for "0.25", 3 for "1e-3". */
function decimalsOf(text: string): number {
  const [, fraction = '', exponent = '0'] = /(?:\.(\d*))?(?:e([+-]?\d+))?$/i.exec(text.trim()) ?? [];
  return Math.min(100, Math.max(0, fraction.length - Number(exponent)));
}

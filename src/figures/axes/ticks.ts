/** A scale's two ends and the values at which it is labelled. */
export interface Ticks {
  readonly domain: readonly [number, number];
  readonly values: readonly number[];
}

/** Smallest and largest of any number of values. */
export function extent(values: readonly number[]): [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return [low, high];
}

/** Distance between ticks: 1, 2 or 5 times a power of ten, so that about `count` of them span `span`. */
export function tickStep(span: number, count: number): number {
  const raw = span / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(raw));
  const fraction = raw / power;
  return power * (fraction < Math.SQRT2 ? 1 : fraction < Math.sqrt(10) ? 2 : fraction < Math.sqrt(50) ? 5 : 10);
}

/** Multiples of `step` from `low` to `high`, both included where they are multiples up to rounding. */
export function multiples(low: number, high: number, step: number): number[] {
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => tidy((first + i) * step));
}

/** Ticks inside `[low, high]`, which stays as it is. */
export function ticksInside(low: number, high: number, count: number): Ticks {
  return { domain: [low, high], values: multiples(low, high, tickStep(high - low, count)) };
}

/**
 * Ticks around `[low, high]`: the ends move outwards to ticks, one further where the data would touch the frame. Data of
 * one sign never get an axis that crosses zero.
 */
export function ticksAround(low: number, high: number, count: number): Ticks {
  const flat = high - low <= 1e-9 * Math.max(Math.abs(low), Math.abs(high));
  const [from, to] = flat ? widened(low) : [low, high];
  const step = tickStep(to - from, count);
  const margin = 0.03 * (to - from);
  let bottom = Math.floor((from - margin) / step);
  let top = Math.ceil((to + margin) / step);
  if (from >= 0) bottom = Math.max(0, bottom);
  if (to <= 0) top = Math.min(0, top);
  return { domain: [tidy(bottom * step), tidy(top * step)], values: multiples(bottom * step, top * step, step) };
}

/** A range around a single value: a tenth of it to both sides; from zero to one where it is zero. */
function widened(value: number): [number, number] {
  const half = Math.abs(value) / 10;
  return value === 0 ? [0, 1] : [value - half, value + half];
}

/** Whole powers of `base` from the one at or below `low` to the one at or above `high`, both positive. */
export function powersAround(low: number, high: number, base: number): Ticks {
  const first = Math.floor(logarithm(low, base) + 1e-9);
  const last = Math.max(first + 1, Math.ceil(logarithm(high, base) - 1e-9));
  return { domain: [tidy(base ** first), tidy(base ** last)], values: powers(first, last, base) };
}

/** Whole powers of `base` inside `[low, high]`, both positive. */
export function powersInside(low: number, high: number, base: number): Ticks {
  const first = Math.ceil(logarithm(low, base) - 1e-9);
  const last = Math.floor(logarithm(high, base) + 1e-9);
  return { domain: [low, high], values: powers(first, last, base) };
}

function powers(first: number, last: number, base: number): number[] {
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => tidy(base ** (first + i)));
}

function logarithm(value: number, base: number): number {
  return Math.log(value) / Math.log(base);
}

/** Removes the last digits' rounding error: 0.30000000000000004 becomes 0.3. */
function tidy(value: number): number {
  return Number(value.toPrecision(12));
}

/** d3 format that prints multiples of `step` in full, and no more digits than that. */
export function formatFor(values: readonly number[]): string {
  const steps = values.slice(1).map((value, i) => Math.abs(value - values[i]));
  const finest = Math.min(...steps, ...values.filter((value) => value !== 0).map(Math.abs));
  const largest = Math.max(...values.map(Math.abs));
  if (!Number.isFinite(finest) || largest >= 1e6 || finest < 1e-4) return '~g';
  const decimals = Math.max(...values.map(decimalPlaces));
  return `.${Math.min(decimals, 6)}f`;
}

function decimalPlaces(value: number): number {
  const text = tidy(value).toString();
  return text.includes('e') ? 6 : (text.split('.')[1]?.length ?? 0);
}

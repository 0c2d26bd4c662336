import { fractionExpression, fractionLabel, widestLabel } from './axis.ts';
import type { QuantitativeAxis } from './quantitative-axis.ts';
import { formatFor, type Ticks } from './ticks.ts';

export interface TickLabels {
  /** Properties of Vega-Lite's axis. */
  readonly axis: object;
  /** Width of the widest label in pixels. */
  readonly width: number;
  /** Ticks without labels. */
  readonly minor: readonly number[];
}

/** How tick labels are printed: powers of ten with a raised exponent, fractions, or numbers in full. */
export function tickLabels({ axis, scale }: QuantitativeAxis, ticks: Ticks, log: boolean): TickLabels {
  const { values } = ticks;
  if (axis?.format === 'fraction') {
    const width = widestLabel(values.map(fractionLabel));
    return { axis: { values, labelExpr: fractionExpression }, width, minor: [] };
  }
  if (axis?.format !== undefined)
    return { axis: { values, format: axis.format }, width: widestLabel(values.map(String)), minor: [] };
  const powersOfTen = log && (scale?.base ?? 10) === 10 && values.every((value) => isPowerOfTen(value));
  if (!powersOfTen) {
    const format = log ? '~g' : formatFor(values);
    return { axis: { values, format }, width: widestLabel(values.map((value) => printed(value, format))), minor: [] };
  }
  const minor = minorTicks(ticks);
  return {
    axis: {
      values: [...values, ...minor].sort((a, b) => a - b),
      labelExpr: `${powerTest} ? '10^{' + format(${exponent}, 'd') + '}' : ''`,
      gridOpacity: { condition: { test: powerTest, value: 1 }, value: 0.45 },
    },
    width: widestLabel(values.map((value) => `10^{${Math.round(Math.log10(value))}}`)),
    minor,
  };
}

const exponent = 'round(log(datum.value) / LN10)';
const powerTest = 'abs(log(datum.value) / LN10 - round(log(datum.value) / LN10)) < 1e-6';

function isPowerOfTen(value: number): boolean {
  return Math.abs(Math.log10(value) - Math.round(Math.log10(value))) < 1e-9;
}

/** 2 ... 9 times the powers of ten, as far as they lie on the axis. */
function minorTicks({ domain: [low, high], values }: Ticks): number[] {
  if (values.length > 9) return [];
  return [values[0] / 10, ...values]
    .flatMap((power) => [2, 3, 4, 5, 6, 7, 8, 9].map((digit) => digit * power))
    .filter((value) => value > low && value < high);
}

function printed(value: number, format: string): string {
  const decimals = /^\.(\d)f$/.exec(format)?.[1];
  return decimals === undefined ? String(value) : value.toFixed(Number(decimals));
}

import type { Cell } from '../figure.ts';
import type { FigureSpec } from '../figure-spec.ts';
import { fontSizes } from '../style.ts';
import { labelWidth, wrapLabel } from '../typography/measure.ts';

/** An axis: what Vega-Lite is told of it, and where a value lies, from 0 (left or bottom) to 1. */
export interface PlotAxis {
  readonly channel: { readonly type: string; readonly title: string; readonly scale: object; readonly axis: object };
  /** Where tick marks stand; those of a log axis between its powers are minor. */
  readonly ticks: readonly { readonly at: Cell; readonly minor: boolean }[];
  /** First and last value of a quantitative axis. */
  readonly domain?: readonly [number, number];
  /** Undefined for what the axis does not show: other categories, empty cells, zero on a log axis. */
  readonly position: (cell: Cell) => number | undefined;
  /** Width of the widest tick label in pixels. */
  readonly labelWidth: number;
}

/** What a figure's specification may say of an axis. */
export type AxisChoice = Pick<FigureSpec['encoding']['x'], 'scale' | 'axis'>;

/** A title that is longer than its axis goes on several lines. */
export function titleLines({ title, length }: { title: string; length: number }): { title?: string[] } {
  const lines = wrapLabel(title, length, fontSizes.title);
  return lines.length > 1 ? { title: lines } : {};
}

/** Width of the widest tick label in pixels; labels may have several lines. */
export function widestLabel(labels: readonly string[]): number {
  const lines = labels.flatMap((label) => label.split('\n'));
  return Math.max(0, ...lines.map((line) => labelWidth(line, fontSizes.tick)));
}

/** Vega's expression for {@link fractionLabel} of a tick. */
export const fractionExpression = "'1/' + round(1 / datum.value)";

/** 0.0625 as `1/16`. */
export function fractionLabel(value: number): string {
  return `1/${Math.round(1 / value)}`;
}

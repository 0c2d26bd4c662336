import type { AxisChoice } from './axis.ts';

/** What is asked of an axis on which numbers are placed by value. */
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

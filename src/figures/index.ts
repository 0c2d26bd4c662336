import type { Figure, VegaLiteSpec } from './figure.ts';

export type { Cell, Figure, FigureRow, FigureSeries, MarkerShape, ValueRow, VegaLiteSpec } from './figure.ts';
export { type FigureSpec, type FigureSpecInput, figureSpec } from './figure-spec.ts';

export type FigureFormat = 'vl.json' | 'svg' | 'html' | 'png';

/** The figure as a Vega-Lite specification with its data inline. Throws UserError where rows and spec do not fit. */
export declare function vegaLiteSpec(figure: Figure): VegaLiteSpec;

/** Where a figure's files went, and why a format was skipped. */
export interface WrittenFigure {
  readonly files: readonly string[];
  readonly notes: readonly string[];
}

/** Writes `<folder>/<name>.<format>` for every format asked; each file appears whole or not at all. */
export declare function writeFigure(
  figure: Figure,
  folder: string,
  name: string,
  formats: readonly FigureFormat[],
): Promise<WrittenFigure>;

export { drawFigure, type WrittenFigure, writeFigure } from './draw.ts';
export {
  type Cell,
  type Figure,
  type FigureRow,
  type FigureSeries,
  type MarkerShape,
  markerShapes,
  type PrintedValue,
  type ValueRow,
  type VegaLiteSpec,
} from './figure.ts';
export { type FigureSpec, type FigureSpecInput, figureSpec } from './figure-spec.ts';
export { type ColumnWidth, type FigureFormat, figureFormats } from './formats.ts';
export { isPage } from './page/page.ts';
export { type Report, type ReportClaim, type ReportExperiment, reportPage, verdicts } from './page/report-page.ts';
export { literalLabel, plainLabel } from './typography/scripts.ts';
export { vegaLiteSpec } from './vega-lite-spec.ts';

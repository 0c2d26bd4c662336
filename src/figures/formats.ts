/**
 * `vl.json`: the Vega-Lite specification with its data; `html`: a page that works offline and answers to the pointer; `png`:
 * only where the optional package `@resvg/resvg-js` is installed; `pdf`: with its font embedded; `tikz`: LaTeX,
 * with pgfplots or, of a table, booktabs; `md`: a table as Markdown.
 */
export const figureFormats = ['vl.json', 'svg', 'html', 'png', 'pdf', 'tikz', 'md'] as const;

/** What a figure's file of some format ends with. */
export function endingOf(format: FigureFormat): string {
  return format === 'tikz' ? '.tex' : `.${format}`;
}

/** What a figure may be as wide as on paper: one column of the IEEE's papers, or both. */
export const columnNames = ['single', 'double'] as const;

export type ColumnWidth = (typeof columnNames)[number];

export type FigureFormat = (typeof figureFormats)[number];

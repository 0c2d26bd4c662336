/**
 * `vl.json`: the Vega-Lite specification with its data; `html`: a page that works offline and answers to the pointer; `png`:
 * only where the optional package `@resvg/resvg-js` is installed.
 */
export const figureFormats = ['vl.json', 'svg', 'html', 'png'] as const;

export type FigureFormat = (typeof figureFormats)[number];

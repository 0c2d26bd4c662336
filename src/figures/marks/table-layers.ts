import { pixels } from '../channels.ts';
import { fontSizes } from '../style.ts';
import { labelWidth } from '../typography/measure.ts';

const rowHeight = 20;
const gap = 24;
const margin = 6;

/** A table as text; all cells are labels. */
export interface TableContent {
  /** Stands over all columns. */
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly { readonly label: string; readonly cells: readonly string[] }[];
}

/** Where rows and columns stand, in pixels; the same for all panels of a figure. */
export interface TableGrid {
  readonly size: { readonly width: number; readonly height: number };
  /** Left end and middle of each column. */
  readonly columns: readonly { readonly left: number; readonly middle: number }[];
  /** Lower end of the title, the header and the whole. */
  readonly titleEnd: number;
  readonly headerEnd: number;
}

/** The grid that holds every one of some tables of equal shape. */
export function tableGrid(tables: readonly TableContent[]): TableGrid {
  const widest = (labels: readonly string[]) => Math.max(...labels.map((label) => labelWidth(label, fontSizes.tick)));
  const title = tables[0].title;
  const names = widest(tables.flatMap(({ rows }) => rows.map(({ label }) => label)));
  const natural = tables[0].columns.map((header, i) =>
    widest([header, ...tables.flatMap(({ rows }) => rows.map(({ cells }) => cells[i]))]),
  );
  const missing = labelWidth(title, fontSizes.tick) - natural.reduce((sum, width) => sum + width + gap, -gap);
  const widths = natural.map((width) => width + Math.max(0, missing) / natural.length);
  let left = margin + names + gap;
  const columns = widths.map((width) => {
    const column = { left, middle: left + width / 2 };
    left += width + gap;
    return column;
  });
  const titleEnd = title === '' ? 0 : rowHeight;
  const headerEnd = titleEnd + rowHeight + 2;
  const rows = Math.max(...tables.map((table) => table.rows.length));
  return {
    size: { width: Math.ceil(left - gap + margin), height: headerEnd + rows * rowHeight + 6 },
    columns,
    titleEnd,
    headerEnd,
  };
}

/** Layers that print a table with rules above, below and under its header, as journals do. */
export function tableLayers({ title, columns, rows }: TableContent, grid: TableGrid): object[] {
  const { width, height } = grid.size;
  const headerMiddle = grid.titleEnd + rowHeight / 2 + 1;
  const rowMiddle = (i: number) => grid.headerEnd + 3 + rowHeight * (i + 0.5);
  const [first, last] = [grid.columns[0].left - gap / 2, width];
  const centered = [
    ...(title === '' ? [] : [{ text: title, x: (first + last) / 2, y: rowHeight / 2 + 1 }]),
    ...columns.map((text, i) => ({ text, x: grid.columns[i].middle, y: headerMiddle })),
    ...rows.flatMap(({ cells }, r) => cells.map((text, i) => ({ text, x: grid.columns[i].middle, y: rowMiddle(r) }))),
  ];
  return [
    ruleLayer(0, width, [0, height], 1.2),
    ruleLayer(0, width, [grid.headerEnd], 0.7),
    ...(title === '' ? [] : [ruleLayer(first, last, [grid.titleEnd], 0.5)]),
    textLayer(
      'left',
      rows.map(({ label }, r) => ({ text: label, x: margin, y: rowMiddle(r) })),
    ),
    textLayer('center', centered),
  ];
}

function ruleLayer(from: number, to: number, at: readonly number[], strokeWidth: number): object {
  return {
    data: { values: at.map((y) => ({ y })) },
    mark: { type: 'rule', color: 'black', strokeWidth },
    encoding: { x: { value: from }, x2: { value: to }, ...pixels('y', 'y') },
  };
}

function textLayer(align: 'left' | 'center', values: readonly object[]): object {
  return {
    data: { values },
    mark: { type: 'text', align, baseline: 'middle', fontSize: fontSizes.tick, color: 'black' },
    encoding: { ...pixels('x', 'x'), ...pixels('y', 'y'), text: { field: 'text', type: 'nominal' } },
  };
}

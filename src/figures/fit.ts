import { messages, UserError } from '../messages.ts';
import type { Figure } from './figure.ts';
import type { ColumnWidth } from './formats.ts';
import type { DrawnFigure } from './page/page.ts';
import { pixelSizeOf } from './render/svg.ts';
import { fontSizes, plotSize } from './style.ts';

/** Widths of one column and of both of an IEEE paper, in points: 3.5 and 7.16 inches. */
const columnWidths: Readonly<Record<ColumnWidth, number>> = { single: 252, double: 515.52 };

/** Size of the smallest text on paper, in points; exponents and indices are smaller, as everywhere. */
const smallestText = 7;

/** Points on paper for a pixel of a fitted figure: its smallest text is then just of that size. */
export const fittedScale = smallestText / Math.min(...Object.values(fontSizes));

/** Narrower than this no plot can be read, in pixels. */
const narrowest = 160;

type Draw = (figure: Figure) => Promise<DrawnFigure>;

/**
 * Draws a figure so that on paper it fills a column with text of seven points or more: its plots become narrower or wider, several of
 * them stand in more rows, and the legend goes below. A table keeps its width. Throws UserError where it cannot fit.
 */
export async function drawFitted(figure: Figure, column: ColumnWidth, draw: Draw): Promise<DrawnFigure> {
  const room = columnWidths[column] / fittedScale;
  for (const columns of arrangements(figure)) {
    const { spec } = figure;
    const arranged = { ...figure, room, spec: { ...spec, ...(columns !== undefined && { columns }) } };
    const fitted = await fill(arranged, room, draw);
    if (fitted !== undefined) return fitted;
  }
  throw new UserError(messages.figureDoesNotFit(figure.id, column));
}

/** How many panels stand side by side: as the figure says, then fewer and fewer. */
function arrangements({ spec: { facet, columns } }: Figure): (number | undefined)[] {
  if (facet?.column === undefined || facet.row !== undefined) return [columns];
  return [columns, ...[3, 2, 1].filter((fewer) => fewer < (columns ?? 4))];
}

/** With plots as wide as the room allows, to a pixel or two. Undefined where they would be too narrow. */
async function fill(figure: Figure, room: number, draw: Draw): Promise<DrawnFigure | undefined> {
  const natural = plotSize(figure.spec);
  const drawnWith = async (width: number) => {
    const size = { width, height: heightFor(width, natural) };
    const drawn = await draw({ ...figure, spec: { ...figure.spec, size } });
    return pixelSizeOf(drawn.svg).width <= room ? drawn : undefined;
  };
  let fitting = await drawnWith(narrowest);
  if (fitting === undefined || figure.spec.mark === 'table') return fitting;
  let [least, most] = [narrowest, Math.ceil(room)];
  while (most - least > 2) {
    const middle = Math.floor((least + most) / 2);
    const drawn = await drawnWith(middle);
    if (drawn === undefined) most = middle;
    else [fitting, least] = [drawn, middle];
  }
  return fitting;
}

/** In proportion, but of a wide plot no higher than it was. */
function heightFor(width: number, natural: { width: number; height: number }): number {
  const proportional = Math.round((natural.height * width) / natural.width);
  return Math.max(120, Math.min(proportional, natural.height));
}

import { plainLabel } from '../typography/scripts.ts';
import { type DrawnFigure, figureElement, htmlPage } from './page.ts';

/** One figure as a page of its own: works offline, answers to the pointer, offers its specification and data. */
export function figurePage(drawn: DrawnFigure): string {
  const { id, caption } = drawn.figure;
  return htmlPage(`${id}: ${plainLabel(caption)}`, `<main>\n${figureElement(drawn, 0)}\n</main>`, [drawn]);
}

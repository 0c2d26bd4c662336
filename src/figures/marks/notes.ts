import type { Figure, FigureRow } from '../figure.ts';

/** What the caption says of a figure of means: its bands, and whatever could not be drawn. */
export function pointNotes(figure: Figure, rows: readonly FigureRow[]): string[] {
  const notes: string[] = [];
  if (rows.some(({ ci95_low, ci95_high }) => ci95_low !== null && ci95_high !== null && ci95_low < ci95_high)) {
    notes.push(`${figure.spec.mark === 'line' ? 'Bands' : 'Whiskers'} are 95\u00a0% confidence intervals.`);
  }
  const empty = rows.filter(({ mean }) => mean === null || !Number.isFinite(mean)).length;
  if (empty > 0) notes.push(`${empty === 1 ? '1 point has' : `${empty} points have`} no value.`);
  const log = figure.spec.encoding.y.scale?.type === 'log';
  const marked = log && figure.spec.mark === 'line' && rows.some(({ mean }) => mean === 0);
  if (marked) notes.push('Marks on the lower edge are zeros, with a line to the end of the interval.');
  const hidden = rows.filter(({ mean }) => mean !== null && (marked ? mean < 0 : mean <= 0)).length;
  if (log && hidden > 0) {
    notes.push(
      `${hidden === 1 ? '1 point' : `${hidden} points`} ${marked ? 'below' : 'at or below'} zero cannot be shown on the log axis.`,
    );
  }
  return [...notes, ...missingNotes(figure, rows)];
}

/** Names the solvers of which there is nothing to draw. */
export function missingNotes(figure: Figure, rows: readonly { readonly solver: string }[]): string[] {
  const missing = figure.series.filter(({ solver }) => !rows.some((row) => row.solver === solver));
  return missing.length === 0 ? [] : [`No data: ${missing.map(({ label }) => label).join('; ')}.`];
}

import { columnNames, endingOf, figureFormats } from '../figures/formats.ts';
import type { ResultPaths } from '../study/results/result-paths.ts';

/** Where the files of one run go. */
export interface OutputPlaces extends ResultPaths {
  /** Folder of the figure's files. */
  readonly figures: string;
  /** Their name, without what follows the last dot. */
  readonly name: string;
  /** What follows the name of files that can only be earlier figures of this program. */
  readonly own: readonly string[];
}

/** Whatever `plot` draws of an experiment: all formats, also fitted to a column. */
export const allFigures: readonly string[] = ['', ...columnNames.map((column) => `.${column}`)].flatMap((column) =>
  figureFormats.map((format) => `${column}${endingOf(format)}`),
);

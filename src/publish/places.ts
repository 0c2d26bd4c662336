import type { ResultPaths } from '../study/results/result-paths.ts';

/** Where the files of one run go. */
export interface OutputPlaces extends ResultPaths {
  /** Folder of the figure's files. */
  readonly figures: string;
  /** Their name, without what follows the last dot. */
  readonly name: string;
}

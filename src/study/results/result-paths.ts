import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../package-root.ts';
import { type ProfileName, profileNames } from '../experiment/profile-names.ts';

/** Files of one experiment's results. */
export interface ResultPaths {
  readonly csv: string;
  /** What solvers reported of themselves; there is none where they reported nothing. */
  readonly diagnostics: string;
  /** Values of single trials; only figures of distributions need them. */
  readonly values: string;
  readonly provenance: string;
}

/** Where an experiment's results are: `fig3.csv` for the profile `paper`, `fig3.<profile>.csv` for the others, never mixed. */
export function resultPaths(folder: string, id: string, profile: ProfileName): ResultPaths {
  return pathsBeside(join(folder, profile === 'paper' ? `${id}.csv` : `${id}.${profile}.csv`));
}

/** The files of the results whose CSV is this. */
export function pathsBeside(csv: string): ResultPaths {
  const stem = csv.replace(/\.csv$/, '');
  return {
    csv,
    diagnostics: `${stem}.diagnostics.csv`,
    values: `${stem}.values.safetensors`,
    provenance: `${stem}.json`,
  };
}

/** Whether there are results. */
export function hasResults({ csv }: ResultPaths): boolean {
  return existsSync(csv);
}

/** Where an experiment has results of one of these profiles: below `out`, or else in the package, whether or not it has them. */
export function resultsFolder(id: string, out: string, profiles: readonly ProfileName[] = profileNames): string {
  const own = join(out, 'results');
  const hasOwn = profiles.some((profile) => hasResults(resultPaths(own, id, profile)));
  return hasOwn ? own : join(packageRoot, 'results');
}

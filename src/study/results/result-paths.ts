import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../package-root.ts';
import type { ProfileName } from '../experiment/schema.ts';

/** Files of one experiment's results. */
export interface ResultPaths {
  readonly csv: string;
  readonly provenance: string;
}

/** Where an experiment's results are: `fig3.csv` for the profile `paper`, `fig3.<profile>.csv` for the others, never mixed. */
export function resultPaths(folder: string, id: string, profile: ProfileName): ResultPaths {
  const stem = join(folder, profile === 'paper' ? id : `${id}.${profile}`);
  return { csv: `${stem}.csv`, provenance: `${stem}.json` };
}

/** Whether there are results. */
export function hasResults({ csv }: ResultPaths): boolean {
  return existsSync(csv);
}

/** Where the results of an experiment's paper are: below `out`, or else those that come with the package. */
export function resultsFolder(id: string, out: string): string {
  const [paper] = id.split('/');
  const own = join(out, 'results');
  return existsSync(join(own, paper)) ? own : join(packageRoot, 'results');
}

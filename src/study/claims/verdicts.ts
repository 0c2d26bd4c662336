import { dirname, join } from 'node:path';
import { profileNames } from '../experiment/profile-names.ts';
import { type Changes, changesSince } from '../results/changes.ts';
import { hasResults, resultPaths } from '../results/result-paths.ts';
import { readResults } from '../results/results.ts';
import { judge, type Verdict } from './judge.ts';
import { type ClaimFile, checkNames } from './load.ts';
import { type ClaimResults, claimResults } from './results.ts';

/** Verdicts, and what has changed since the results that they were judged on were made, by the experiment. */
export interface StoredVerdicts {
  readonly verdicts: readonly Verdict[];
  readonly changes: ReadonlyMap<string, Changes>;
}

/** Where the results of an experiment are, and trained weights (`out`, and the package). */
export interface StoredPlaces {
  results(experiment: string): string;
  readonly out: string;
}

/**
 * The verdicts on all claims of a paper, from stored results: for each experiment those of the largest profile there is. Where the
 * experiment has changed since, nothing is judged. Throws a UserError where results are damaged, or a claim names what they cannot have.
 */
export async function verdictsOf(file: ClaimFile, { results: folder, out }: StoredPlaces): Promise<StoredVerdicts> {
  const experiments = new Set(
    file.claims.flatMap((claim) => (claim.kind === 'not-attempted' ? [] : [claim.experiment])),
  );
  const stored = new Map<string, ClaimResults>();
  const changes = new Map<string, Changes>();
  for (const experiment of experiments) {
    const paths = profileNames
      .map((profile) => resultPaths(folder(experiment), experiment, profile))
      .findLast(hasResults);
    if (paths === undefined) continue;
    const results = readResults(paths);
    const since = await changesSince(results.provenance, fileOf(experiment, file), out);
    const asked = claimResults(results, since.experiment);
    if (since.experiment.length === 0) checkNames(file, experiment, asked);
    stored.set(experiment, asked);
    changes.set(experiment, since);
  }
  const verdicts = file.claims.map((claim) =>
    judge(claim, claim.kind === 'not-attempted' ? undefined : stored.get(claim.experiment)),
  );
  return { verdicts, changes };
}

/** The experiment's file, beside that of the claims. */
function fileOf(experiment: string, { file }: ClaimFile): string {
  return join(dirname(file), `${experiment.split('/')[1]}.yaml`);
}

import { profileNames } from '../experiment/schema.ts';
import { hasResults, resultPaths } from '../results/result-paths.ts';
import { readResults } from '../results/results.ts';
import { judge, type Verdict } from './judge.ts';
import { type ClaimFile, checkNames } from './load.ts';
import { type ClaimResults, claimResults } from './results.ts';

/**
 * The verdicts on all claims of a paper, from the results stored below `folder`: for each experiment those of the largest
 * profile there is. Throws a UserError where results are damaged, or a claim names what they cannot have.
 */
export function verdictsOf(file: ClaimFile, folder: string): Verdict[] {
  const experiments = new Set(
    file.claims.flatMap((claim) => (claim.kind === 'not-attempted' ? [] : [claim.experiment])),
  );
  const stored = new Map<string, ClaimResults>();
  for (const experiment of experiments) {
    const results = largestStored(experiment, folder);
    if (results === undefined) continue;
    checkNames(file, experiment, results);
    stored.set(experiment, results);
  }
  return file.claims.map((claim) =>
    judge(claim, claim.kind === 'not-attempted' ? undefined : stored.get(claim.experiment)),
  );
}

function largestStored(experiment: string, folder: string): ClaimResults | undefined {
  const paths = profileNames.map((profile) => resultPaths(folder, experiment, profile)).findLast(hasResults);
  return paths === undefined ? undefined : claimResults(readResults(paths));
}

import { dirname, join } from 'node:path';
import { profileNames } from '../experiment/profile-names.ts';
import { isTimed } from '../experiment/timed-metric.ts';
import { type Changes, changesSince } from '../results/changes.ts';
import { hasResults, type ResultPaths, resultPaths } from '../results/result-paths.ts';
import { readResults } from '../results/results.ts';
import { hasTimes, readTimes, timedContent, timesPathsBeside } from '../times/results.ts';
import { judge, type Verdict } from './judge.ts';
import { type ClaimFile, checkNames } from './load.ts';
import { type ClaimResults, claimResults, claimTimes } from './results.ts';

/** Verdicts, and what has changed since the results and the times that they were judged on were made, by the experiment. */
export interface StoredVerdicts {
  readonly verdicts: readonly Verdict[];
  readonly changes: ReadonlyMap<string, Changes>;
  readonly timesChanges: ReadonlyMap<string, Changes>;
}

/** Where the results of an experiment are, and trained weights (`out`, and the package). */
export interface StoredPlaces {
  results(experiment: string): string;
  readonly out: string;
}

/** What is judged on, and what has changed since. */
interface Judged {
  readonly asked: ClaimResults;
  readonly since: Changes;
}

/**
 * The verdicts on all claims of a paper, from stored results, or times: for each experiment those of the largest profile there is. Where
 * the experiment has changed since, nothing is judged. Throws a UserError where results are damaged, or a claim names what they cannot have.
 */
export async function verdictsOf(file: ClaimFile, { results: folder, out }: StoredPlaces): Promise<StoredVerdicts> {
  const tested = file.claims.filter((claim) => claim.kind !== 'not-attempted');
  const onResults = new Map<string, Judged>();
  const onTimes = new Map<string, Judged>();
  for (const experiment of new Set(tested.map((claim) => claim.experiment))) {
    const paths = profileNames.map((profile) => resultPaths(folder(experiment), experiment, profile));
    const asksTimes = tested.some((claim) => claim.experiment === experiment && isTimed(claim.metric));
    const times = asksTimes ? await storedTimes(paths, fileOf(experiment, file), out) : undefined;
    if (times) onTimes.set(experiment, times);
    const results = await storedResults(paths, fileOf(experiment, file), out);
    if (results === undefined) continue;
    const timed = times?.since.experiment.length === 0 ? { timed: times.asked.metrics } : {};
    if (results.since.experiment.length === 0) checkNames(file, experiment, { ...results.asked, ...timed });
    onResults.set(experiment, results);
  }
  const judgedOn = (claim: (typeof tested)[number]) =>
    (isTimed(claim.metric) ? onTimes : onResults).get(claim.experiment)?.asked;
  return {
    verdicts: file.claims.map((claim) => judge(claim, claim.kind === 'not-attempted' ? undefined : judgedOn(claim))),
    changes: sinceOf(onResults),
    timesChanges: sinceOf(onTimes),
  };
}

/** Of each profile, the smallest first. */
type Paths = readonly ResultPaths[];

async function storedResults(all: Paths, file: string, out: string): Promise<Judged | undefined> {
  const paths = all.findLast(hasResults);
  if (paths === undefined) return undefined;
  const results = readResults(paths);
  const since = await changesSince(results.provenance, file, out);
  return { asked: claimResults(results, since.experiment), since };
}

async function storedTimes(all: Paths, file: string, out: string): Promise<Judged | undefined> {
  const at = all.findLastIndex(({ csv }) => hasTimes(timesPathsBeside(csv)));
  const times = at < 0 ? undefined : readTimes(timesPathsBeside(all[at].csv), profileNames[at]);
  if (times === undefined) return undefined;
  const since = await changesSince(times.madeFrom, file, out, timedContent);
  return { asked: claimTimes(times, since.experiment), since };
}

function sinceOf(judged: ReadonlyMap<string, Judged>): Map<string, Changes> {
  return new Map([...judged].map(([experiment, { since }]) => [experiment, since]));
}

/** The experiment's file, beside that of the claims. */
function fileOf(experiment: string, { file }: ClaimFile): string {
  return join(dirname(file), `${experiment.split('/')[1]}.yaml`);
}

import { exitCodes, UserError } from '../messages.ts';
import type { Status, Verdict } from '../study/claims/judge.ts';
import { loadClaims } from '../study/claims/load.ts';
import { verdictsOf } from '../study/claims/verdicts.ts';
import type { Listed } from '../study/experiment/catalog.ts';
import { hasResults, resultPaths, resultsFolder } from '../study/results/result-paths.ts';
import type { Study } from '../study/study.ts';
import type { ChangesById } from './changes.ts';

/** The verdicts on one paper's claims. */
export interface PaperVerdicts {
  readonly paper: string;
  readonly verdicts: readonly Verdict[];
  /** What has changed since the results of the chosen experiments were made, and since their times were measured. */
  readonly changes: ChangesById;
  readonly timesChanges: ChangesById;
}

/**
 * The verdicts on the claims about the chosen experiments, paper by paper; claims that nothing tests come where all of a paper's
 * experiments are chosen. Results are read below `out`, of experiments that have none there from the package.
 */
export async function verdictsAbout(
  chosen: readonly Listed[],
  listed: readonly Listed[],
  out: string,
): Promise<PaperVerdicts[]> {
  const ids = new Set(chosen.map(({ id }) => id));
  const papers: PaperVerdicts[] = [];
  for (const [paper, file] of papersOf(chosen)) {
    const claims = loadClaims(file);
    if (claims === undefined) continue;
    const isWhole = listed.filter(({ id }) => id.startsWith(`${paper}/`)).every(({ id }) => ids.has(id));
    const { verdicts, ...since } = await verdictsOf(claims, { results: (id) => resultsFolder(id, out), out });
    const ofChosen = (changes: ChangesById) => new Map([...changes].filter(([id]) => ids.has(id)));
    papers.push({
      paper,
      verdicts: verdicts.filter(({ claim }) => (claim.kind === 'not-attempted' ? isWhole : ids.has(claim.experiment))),
      changes: ofChosen(since.changes),
      timesChanges: ofChosen(since.timesChanges),
    });
  }
  return papers;
}

/**
 * The verdicts on the claims that an experiment tests, by the claim, from stored results of the profile `paper`; none where there are
 * none, or damaged ones, of which `claims` speaks. A run at a smaller scale can show them beside its own.
 */
export async function paperVerdicts({ loaded, plan: { id } }: Study, out: string): Promise<Map<string, Verdict>> {
  const folder = resultsFolder(id, out, ['paper']);
  const file = hasResults(resultPaths(folder, id, 'paper')) ? loadClaims(loaded.file) : undefined;
  if (file === undefined) return new Map();
  const claims = file.claims.filter((claim) => claim.kind !== 'not-attempted' && claim.experiment === id);
  try {
    const { verdicts } = await verdictsOf({ ...file, claims }, { results: () => folder, out });
    return new Map(verdicts.map((verdict) => [verdict.claim.id, verdict]));
  } catch (error) {
    if (error instanceof UserError) return new Map();
    throw error;
  }
}

/** Papers of the experiments, each with the file of one of them. */
function papersOf(experiments: readonly Listed[]): [string, string][] {
  return [...new Map(experiments.map(({ id, file }) => [id.split('/')[0], file]))];
}

const statuses: readonly Status[] = ['reproduced', 'contradicted', 'inconclusive', 'not attempted'];

/** What is said of a finding in place of the status of a claim: the paper has not stated it. */
const answersOfFindings: Readonly<Record<Status, string>> = {
  reproduced: 'yes',
  contradicted: 'no',
  inconclusive: 'open',
  'not attempted': 'not attempted',
};

/** The status of a claim of the paper, or the answer to a finding. */
export function statusText({ claim, status }: Verdict): string {
  return claim.finding ? answersOfFindings[status] : status;
}

/** Those on claims of the paper, and those on findings. */
export function apart(verdicts: readonly Verdict[]): { claims: Verdict[]; findings: Verdict[] } {
  const isFinding = ({ claim }: Verdict) => claim.finding === true;
  return { claims: verdicts.filter((verdict) => !isFinding(verdict)), findings: verdicts.filter(isFinding) };
}

/** `5 reproduced, 1 contradicted`: how many claims of the paper have which verdict; findings do not count. */
export function countStatuses(verdicts: readonly Verdict[]): string {
  const { claims } = apart(verdicts);
  return statuses
    .map((status) => [claims.filter((verdict) => verdict.status === status).length, status] as const)
    .filter(([count]) => count > 0)
    .map(([count, status]) => `${count} ${status}`)
    .join(', ');
}

/** For those who hold claims still: 1 where one is contradicted and its file does not say why, 3 where one is undecided, else 0. */
export function strictExitCode(all: readonly Verdict[]): number {
  const { claims: verdicts } = apart(all);
  if (verdicts.some(({ claim, status }) => status === 'contradicted' && knownReason(claim) === undefined))
    return exitCodes.failed;
  return verdicts.some(({ status }) => status === 'inconclusive') ? exitCodes.inconclusive : exitCodes.done;
}

/** Why the claim does not hold, where its file says so. */
export function knownReason(claim: Verdict['claim']): string | undefined {
  return claim.kind === 'not-attempted' ? undefined : claim.reason;
}

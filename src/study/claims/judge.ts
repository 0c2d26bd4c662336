import { power } from '../../random/elementary.ts';
import { profileNames } from '../experiment/profile-names.ts';
import { isTimed } from '../experiment/timed-metric.ts';
import { type Estimate, estimateOf } from '../results/row.ts';
import { betaQuantile, normalQuantile, tQuantile } from '../statistics/quantiles.ts';
import { type Demand, demandsOf } from './demands.ts';
import { measureUnpaired } from './evidence.ts';
import { keyOf, type Quantity } from './quantity.ts';
import type { ClaimResults } from './results.ts';
import type { Claim, TestedClaim } from './schema.ts';

export type Status = 'reproduced' | 'contradicted' | 'inconclusive' | 'not attempted';

/** What results say about one number that a claim asks for. */
export interface Answer {
  readonly at: Demand['at'];
  readonly accepted: Demand['accepted'];
  /** Null where the number has no value, for example a ratio to a mean that is not positive. */
  readonly estimate: Estimate | null;
  /** Whether the interval is that of paired trials, or follows from the rows or from counting. */
  readonly basis: 'paired' | 'row' | 'unpaired' | 'exact';
  readonly outcome: 'holds' | 'fails' | 'open';
}

/** A claim with its verdict and the numbers behind it. */
export interface Verdict {
  readonly claim: Claim;
  readonly status: Status;
  /** The answer that decides, or why nothing is decided, in one line. */
  readonly why: string;
  /** That answer. */
  readonly decisive?: Answer;
  readonly answers: readonly Answer[];
}

/** The verdict on a claim; without results it is not attempted. */
export function judge(claim: Claim, results: ClaimResults | undefined): Verdict {
  if (claim.kind === 'not-attempted') return { claim, status: 'not attempted', why: claim.reason, answers: [] };
  if (results === undefined) {
    return {
      claim,
      status: 'not attempted',
      why: `there are no ${isTimed(claim.metric) ? 'times' : 'results'}`,
      answers: [],
    };
  }
  const { demands, missing } = demandsOf(claim, results);
  const answers = demands.map((demand) => find(demand, claim, results, demands.length));
  return { claim, ...decide(claim, results, answers, missing), answers };
}

function decide(
  claim: TestedClaim,
  results: ClaimResults,
  answers: readonly Answer[],
  missing: readonly string[],
): Omit<Verdict, 'claim' | 'answers'> {
  const by = (outcome: Answer['outcome']) => answers.filter((answer) => answer.outcome === outcome);
  const decidedBy = (found: readonly Answer[]) => {
    const decisive = tightest(found);
    return { decisive, why: describe(decisive, answers) };
  };
  if (results.unfit !== undefined) return { status: 'inconclusive', why: results.unfit };
  if (profileNames.indexOf(results.profile) < profileNames.indexOf(claim.profile)) {
    return {
      status: 'inconclusive',
      why: `needs profile ${claim.profile}; the results are of profile ${results.profile}`,
    };
  }
  if (by('fails').length > 0) {
    const decided = decidedBy(by('fails'));
    const doubt = failsForEverySeed(claim, by('fails')) ? claim.lacking : 'not so for the networks of every seed';
    if (doubt === undefined) return { status: 'contradicted', ...decided };
    return { status: 'inconclusive', ...decided, why: `${decided.why}; ${doubt}` };
  }
  if (missing.length > 0) return { status: 'inconclusive', why: `the results lack ${missing.join(', ')}` };
  if (answers.length === 0) return { status: 'inconclusive', why: 'no point of the results meets the conditions' };
  if (by('open').length > 0) {
    return { status: 'inconclusive', ...decidedBy(by('open')) };
  }
  return { status: 'reproduced', ...decidedBy(answers) };
}

function failsForEverySeed({ seeds = [] }: TestedClaim, fails: readonly Answer[]): boolean {
  return seeds.every((seed) => fails.some(({ at }) => at.seed === seed));
}

function find({ at, measured, accepted }: Demand, claim: TestedClaim, results: ClaimResults, family: number): Answer {
  const { estimate, basis } = measuredOn(measured, results);
  const isRatio = measured.kind === 'ratio' || measured.kind === 'spread';
  const shape = isRatio ? 'log' : basis === 'row' ? results.kinds[claim.metric] : 'linear';
  return { at, accepted, estimate, basis, outcome: outcomeOf(estimate, accepted, shape, family) };
}

function measuredOn(measured: Demand['measured'], results: ClaimResults): Pick<Answer, 'estimate' | 'basis'> {
  if (measured.kind === 'exact') {
    const { value } = measured;
    return { estimate: { n: 1, mean: value, stderr: 0, ci95Low: value, ci95High: value }, basis: 'exact' };
  }
  if (isSinglePoint(measured)) {
    const row = results.rowOf.get(keyOf(measured.terms[0].operand))!;
    return { estimate: estimateOf(row), basis: 'row' };
  }
  const paired = results.evidenceOf.get(keyOf(measured));
  if (paired !== undefined) return { estimate: paired.estimate, basis: 'paired' };
  return { estimate: measureUnpaired(measured, results.rowOf) ?? null, basis: 'unpaired' };
}

/** Whether the quantity is the mean of one point, which its row already tells. */
export function isSinglePoint(quantity: Quantity): quantity is Extract<Quantity, { kind: 'combination' }> {
  return quantity.kind === 'combination' && quantity.terms.length === 1;
}

/**
 * Holds where the 95 % interval lies within what is accepted; all points of a claim have to. Fails where an interval lies
 * outside, which a single point may bring about: that interval is widened for the number of points (Bonferroni).
 */
function outcomeOf(
  estimate: Estimate | null,
  [low, high]: Demand['accepted'],
  shape: string | undefined,
  family: number,
): Answer['outcome'] {
  if (estimate === null || estimate.ci95Low === null || estimate.ci95High === null) return 'open';
  if (low <= estimate.ci95Low && estimate.ci95High <= high) return 'holds';
  const [from, to] = interval(estimate, 1 - 0.05 / family, shape);
  return to < low || high < from ? 'fails' : 'open';
}

/**
 * The confidence interval of an estimate at a level other than 95 %: exact for proportions; for others the ends move out from the mean as
 * Student's do, those of shares as the normal's, and of ratios on the logarithm.
 */
function interval(estimate: Estimate, confidence: number, shape: string | undefined): [number, number] {
  const { n, mean, ci95Low, ci95High } = estimate;
  const tail = (1 - confidence) / 2;
  if (ci95Low === ci95High) return [mean, mean];
  if (shape === 'proportion') {
    const k = Math.round(n * mean);
    return [k === 0 ? 0 : betaQuantile(tail, k, n - k + 1), k === n ? 1 : betaQuantile(1 - tail, k + 1, n - k)];
  }
  const quantile = shape === 'share' ? normalQuantile : (p: number) => tQuantile(p, n - 1);
  const factor = quantile(1 - tail) / quantile(0.975);
  if (shape === 'log') return [mean * power(ci95Low! / mean, factor), mean * power(ci95High! / mean, factor)];
  const ends: [number, number] = [mean - factor * (mean - ci95Low!), mean + factor * (ci95High! - mean)];
  return shape === 'share' ? [Math.max(0, ends[0]), Math.min(1, ends[1])] : ends;
}

/** The answer that lies nearest to the end of what is accepted, or furthest beyond it. */
function tightest(answers: readonly Answer[]): Answer {
  const slack = ({ estimate, accepted: [low, high] }: Answer) =>
    estimate === null ? Number.NEGATIVE_INFINITY : Math.min(estimate.mean - low, high - estimate.mean);
  return answers.reduce((a, b) => (slack(b) < slack(a) ? b : a));
}

/** `0.934 [0.921, 0.947] at iteration 2; accepted: at least 0.985`. */
function describe({ at, accepted, estimate }: Answer, all: readonly Answer[]): string {
  const varying = Object.entries(at).filter(([axis, value]) => all.some((other) => other.at[axis] !== value));
  const place = varying.length === 0 ? '' : ` at ${varying.map(([axis, value]) => `${axis} ${value}`).join(', ')}`;
  return `${shownEstimate(estimate)}${place}; accepted: ${shownRegion(accepted)}`;
}

function shownEstimate(estimate: Estimate | null): string {
  if (estimate === null) return 'no value';
  const { mean, ci95Low, ci95High } = estimate;
  if (ci95Low === null || ci95High === null) return `${shown(mean)} from one trial`;
  return ci95Low === ci95High ? shown(mean) : `${shown(mean)} [${shown(ci95Low)}, ${shown(ci95High)}]`;
}

function shownRegion([low, high]: Answer['accepted']): string {
  if (high === Number.POSITIVE_INFINITY) return `at least ${shown(low)}`;
  return low === Number.NEGATIVE_INFINITY ? `at most ${shown(high)}` : `${shown(low)} to ${shown(high)}`;
}

function shown(value: number): string {
  return String(Number(value.toPrecision(4)));
}

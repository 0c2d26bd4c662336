import type { MetricKind, Scenario } from '../../contracts/problem.ts';
import { canonicalJson } from '../canonical.ts';
import type { StoredResults } from '../results/results.ts';
import { type Estimate, estimateOf, pointOf, type Row, type RowPoint } from '../results/row.ts';
import { holm } from '../statistics/holm.ts';
import { halfWidth, pValue, type Two } from './difference.ts';
import type { Agreement } from './tolerance.ts';

/** A table of results, with where it comes from. */
export type Results = Pick<StoredResults, 'text' | 'rows' | 'provenance'>;

export type Outcome = 'pass' | 'fail' | 'inconclusive';

/** One point of both results. */
export interface ComparedPoint {
  readonly point: RowPoint;
  readonly outcome: Outcome;
  /** In a few words: what is wrong or undecided; empty for a pass. */
  readonly why: string;
  readonly stored?: Estimate;
  readonly fresh?: Estimate;
  readonly tolerance?: number;
  /** Two-sided p-value of the difference, corrected for the number of points. */
  readonly p?: number;
}

export interface Comparison {
  readonly outcome: Outcome;
  /** `bytes`: everything that determines the numbers is equal, so they have to be equal. */
  readonly mode: 'bytes' | 'statistics';
  readonly points: readonly ComparedPoint[];
}

/**
 * Whether fresh results agree with stored ones. Where seed, counts, versions and parameters agree, byte by byte. Otherwise each
 * point is tested on both sides, with Holm's correction over all points. It fails where the difference is significant and larger
 * than the tolerance. It passes where the difference is within the tolerance and its interval, at the level corrected for all
 * points, reaches no further than the tolerance to either side: a change of twice the tolerance would then hardly have been
 * missed. Else it is inconclusive. The test takes the two runs for independent; where they share trials it is conservative.
 *
 * Points of scenarios and series that were not run afresh are left out; points that a fresh run should have and lacks fail; points
 * that only the fresh run has are inconclusive. The whole is the worst of its points, and inconclusive where there are none.
 */
export function compareResults(stored: Results, fresh: Results, agreement: Agreement): Comparison {
  if (isSameComputation(stored, fresh)) return compareBytes(stored, fresh);
  const { counts, series } = fresh.provenance;
  const scope = { scenarios: counts.map(({ scenario }) => scenario), names: series.map(({ name }) => name) };
  const expected = withinScope(stored.rows, scope);
  const freshRows = new Map(fresh.rows.map((row) => [keyOf(row), row]));
  const expectedKeys = new Set(expected.map(keyOf));
  const matched = expected.flatMap((row) => {
    const other = freshRows.get(keyOf(row));
    return other === undefined ? [] : [matchOf(row, other, kindOf(stored, row.metric))];
  });
  const corrected = holm(matched.map(pValue));
  const risk = agreement.alpha / matched.length;
  const points = [
    ...matched.map((match, i) => decide(match, corrected[i], risk, agreement)),
    ...expected.filter((row) => !freshRows.has(keyOf(row))).map(onlyStored),
    ...fresh.rows.filter((row) => !expectedKeys.has(keyOf(row))).map(onlyFresh),
  ];
  return { outcome: worst(points), mode: 'statistics', points };
}

/** Whether everything that determines the numbers is known of both, and equal. */
function isSameComputation(a: Results, b: Results): boolean {
  const identity = ({ provenance }: Results) => {
    const { seed, blockSize, device, arithmetic, counts, series, training, versions, problem, code } = provenance;
    const curves = series.map(({ name, solver, runs }) => ({ name, solver, runs }));
    const weights = training.map(({ key, sha256 }) => [key, sha256 ?? null]);
    const { node, dependencies, draws } = versions;
    const made = { code, dependencies, draws, node: node.split('.')[0] };
    return canonicalJson({ seed, blockSize, device, arithmetic, counts, curves, weights, problem, ...made });
  };
  return a.provenance.code !== undefined && identity(a) === identity(b);
}

function compareBytes(stored: Results, fresh: Results): Comparison {
  const other = new Map(fresh.rows.map((row) => [keyOf(row), canonicalJson(row)]));
  const points = stored.rows.map((row): ComparedPoint => {
    const point = { point: pointOf(row), stored: estimateOf(row) };
    if (other.get(keyOf(row)) === canonicalJson(row)) return { ...point, outcome: 'pass', why: '' };
    return { ...point, outcome: 'fail', why: 'same seed, counts and versions, but other numbers' };
  });
  return { outcome: stored.text === fresh.text ? 'pass' : 'fail', mode: 'bytes', points };
}

/** The rows of these scenarios and curves. */
export function withinScope(
  rows: readonly Row[],
  { scenarios, names }: { readonly scenarios: Iterable<Scenario>; readonly names: Iterable<string> },
): Row[] {
  const wanted = new Set([...scenarios].map(canonicalJson));
  const curves = new Set(names);
  return rows.filter(({ scenario, solver }) => wanted.has(canonicalJson(scenario)) && curves.has(solver));
}

/** How the trials of a metric or diagnostic become its mean. */
export function kindOf({ provenance: { metrics, diagnostics } }: Results, metric: string): MetricKind {
  return metrics[metric]?.kind ?? diagnostics[metric] ?? 'mean';
}

interface Match extends Two {
  readonly point: RowPoint;
}

function matchOf(stored: Row, fresh: Row, kind: MetricKind): Match {
  return { point: pointOf(stored), kind, stored: estimateOf(stored), fresh: estimateOf(fresh) };
}

function decide(match: Match, p: number, risk: number, { tolerance: of, alpha }: Agreement): ComparedPoint {
  const { point, kind, stored, fresh } = match;
  const tolerance = of(kind, stored);
  const half = halfWidth(match, risk);
  const difference = fresh.mean - stored.mean;
  const matters = Math.abs(difference) > tolerance;
  const compared = { point, stored, fresh, tolerance, p };
  if (matters && p <= alpha) {
    const why = `differs by ${shown(difference)}, more than ${shown(tolerance)} (p = ${shown(p)})`;
    return { ...compared, outcome: 'fail', why };
  }
  if ((half <= tolerance && !matters) || canonicalJson(stored) === canonicalJson(fresh)) {
    return { ...compared, outcome: 'pass', why: '' };
  }
  return { ...compared, outcome: 'inconclusive', why: `known to ${shown(half)} only, not to ${shown(tolerance)}` };
}

function onlyStored(row: Row): ComparedPoint {
  return { point: pointOf(row), stored: estimateOf(row), outcome: 'fail', why: 'not in the fresh results' };
}

function onlyFresh(row: Row): ComparedPoint {
  return { point: pointOf(row), fresh: estimateOf(row), outcome: 'inconclusive', why: 'not in the stored results' };
}

function keyOf(row: Row): string {
  return canonicalJson(pointOf(row));
}

function worst(points: readonly ComparedPoint[]): Outcome {
  if (points.some(({ outcome }) => outcome === 'fail')) return 'fail';
  return points.length === 0 || points.some(({ outcome }) => outcome === 'inconclusive') ? 'inconclusive' : 'pass';
}

function shown(value: number): string {
  return String(Number(value.toPrecision(3)));
}

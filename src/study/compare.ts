import { canonicalJson } from './canonical.ts';
import type { StoredResults } from './results.ts';
import { type Estimate, estimateOf, pointOf, type Row, type RowPoint } from './row.ts';
import { holm } from './statistics/holm.ts';
import { normalQuantile, normalTwoSided, tQuantile, tTwoSided } from './statistics/quantiles.ts';

/** Two tables of results, with where they come from. */
export type Results = Pick<StoredResults, 'text' | 'rows' | 'provenance'>;

/** How much two results may differ before it matters, and how rarely a suite without changes may raise an alarm. */
export interface Agreement {
  /** Largest difference that does not matter, in the unit of the metric, as a function of metric and stored mean. */
  readonly tolerance: (metric: string, storedMean: number) => number;
  /** Probability of any false alarm over all points. */
  readonly alpha: number;
}

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
 * point is tested on both sides (Welch; pooled for proportions), with Holm's correction over all points: it fails where the
 * difference is significant and larger than the tolerance, and is inconclusive where its interval is too wide to tell a
 * difference of that size. The test takes the two runs for independent; where they share trials it is conservative.
 *
 * Points of scenarios and series that were not run afresh are left out; points that a fresh run should have and lacks fail; points
 * that only the fresh run has are inconclusive. The whole is the worst of its points, and inconclusive where there are none.
 */
export function compareResults(stored: Results, fresh: Results, agreement: Agreement): Comparison {
  if (isSameComputation(stored, fresh)) return compareBytes(stored, fresh);
  const expected = withinScope(stored.rows, fresh);
  const freshRows = new Map(fresh.rows.map((row) => [keyOf(row), row]));
  const expectedKeys = new Set(expected.map(keyOf));
  const matched = expected.flatMap((row) => {
    const other = freshRows.get(keyOf(row));
    return other === undefined ? [] : [{ stored: row, fresh: other }];
  });
  const kinds = stored.provenance.metrics;
  const tests = matched.map((pair) => test(pair, kinds[pair.stored.metric]?.kind === 'proportion'));
  const corrected = holm(tests.map(({ p }) => p));
  const points = [
    ...matched.map((pair, i) => decide(pair, tests[i], corrected[i], agreement)),
    ...expected.filter((row) => !freshRows.has(keyOf(row))).map(onlyStored),
    ...fresh.rows.filter((row) => !expectedKeys.has(keyOf(row))).map(onlyFresh),
  ];
  return { outcome: worst(points), mode: 'statistics', points };
}

/** Whether everything that determines the numbers is equal. */
function isSameComputation(a: Results, b: Results): boolean {
  const identity = ({ provenance: { seed, blockSize, counts, series, training, versions, problem } }: Results) => {
    const { numerics, node, dependencies } = versions;
    const curves = series.map(({ name, solver, runs }) => ({ name, solver, runs }));
    const weights = training.map(({ key }) => key);
    return canonicalJson({
      seed,
      blockSize,
      counts,
      curves,
      weights,
      problem,
      numerics,
      dependencies,
      node: node.split('.')[0],
    });
  };
  return identity(a) === identity(b);
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

/** The rows of scenarios and series that were run afresh. */
function withinScope(rows: readonly Row[], { provenance: { counts, series } }: Results): Row[] {
  const scenarios = new Set(counts.map(({ scenario }) => canonicalJson(scenario)));
  const names = new Set(series.map(({ name }) => name));
  return rows.filter(({ scenario, solver }) => scenarios.has(canonicalJson(scenario)) && names.has(solver));
}

interface Matched {
  readonly stored: Row;
  readonly fresh: Row;
}

interface Test {
  readonly p: number;
  /** Half the width of the 95 % interval of the difference; infinite where a spread is not known. */
  readonly half: number;
}

function test({ stored, fresh }: Matched, isProportion: boolean): Test {
  if (stored.stderr === null || fresh.stderr === null) return { p: 1, half: Number.POSITIVE_INFINITY };
  const difference = Math.abs(fresh.mean - stored.mean);
  const stderr = Math.hypot(stored.stderr, fresh.stderr);
  if (isProportion) {
    const pooled = (stored.n * stored.mean + fresh.n * fresh.mean) / (stored.n + fresh.n);
    const underNull = Math.sqrt(pooled * (1 - pooled) * (1 / stored.n + 1 / fresh.n));
    const p = difference === 0 ? 1 : normalTwoSided(difference / underNull);
    return { p, half: normalQuantile(0.975) * Math.max(stderr, underNull) };
  }
  if (stderr === 0) return { p: difference === 0 ? 1 : 0, half: 0 };
  const freedom = degreesOfFreedom(stored, fresh);
  return { p: tTwoSided(difference / stderr, freedom), half: tQuantile(0.975, freedom) * stderr };
}

/** Welch and Satterthwaite's degrees of freedom, rounded down. */
function degreesOfFreedom(a: Row, b: Row): number {
  const [va, vb] = [a.stderr! ** 2, b.stderr! ** 2];
  return Math.max(1, Math.floor((va + vb) ** 2 / (va ** 2 / (a.n - 1) + vb ** 2 / (b.n - 1))));
}

function decide(
  { stored, fresh }: Matched,
  { half }: Test,
  p: number,
  { tolerance: of, alpha }: Agreement,
): ComparedPoint {
  const [before, after] = [estimateOf(stored), estimateOf(fresh)];
  const tolerance = of(stored.metric, stored.mean);
  const point = { point: pointOf(stored), stored: before, fresh: after, tolerance, p };
  const difference = after.mean - before.mean;
  if (p <= alpha && Math.abs(difference) > tolerance) {
    const why = `differs by ${shown(difference)}, more than ${shown(tolerance)} (p = ${shown(p)})`;
    return { ...point, outcome: 'fail', why };
  }
  if (half <= tolerance || canonicalJson(before) === canonicalJson(after))
    return { ...point, outcome: 'pass', why: '' };
  return { ...point, outcome: 'inconclusive', why: `known to ${shown(half)} only, not to ${shown(tolerance)}` };
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

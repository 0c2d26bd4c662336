import { canonicalJson } from '../canonical.ts';
import type { AxisValue } from '../experiment/axis-values.ts';
import { pointOf, type Row } from '../results/row.ts';
import { admits, type Curve, curvesAlong, missingValues, type Pair, pairsOf, whereAlong } from './points.ts';
import { coordinate, type Operand, type Quantity } from './quantity.ts';
import type { ClaimResults } from './results.ts';
import type { Bound, TestedClaim } from './schema.ts';
import { ofSeed } from './seeds.ts';

/** One number that a claim asks for, and where it has to lie for the claim to hold. */
export interface Demand {
  /** The point or points it is about. */
  readonly at: Readonly<Record<string, AxisValue>>;
  /** What is measured, or a number that is counted and known exactly. */
  readonly measured: Quantity | { readonly kind: 'exact'; readonly value: number };
  /** Ends of the closed interval of agreement. */
  readonly accepted: readonly [number, number];
}

/** All that a claim asks for, and what it asks for in vain. */
export interface Demands {
  readonly demands: readonly Demand[];
  readonly missing: readonly string[];
}

/** What the results have: points, and counted operations. */
type Points = Pick<ClaimResults, 'rows' | 'flops'>;

/** What has to be measured, on the points that the results have, to decide the claim; with seeds, of the networks of each. */
export function demandsOf(claim: TestedClaim, results: Points): Demands {
  if (claim.seeds === undefined) return demandsOfOne(claim, results);
  const each = claim.seeds.map((seed) => ({ seed, ...demandsOfOne(ofSeed(claim, seed), results) }));
  return {
    demands: each.flatMap(({ seed, demands }) => demands.map((demand) => ({ ...demand, at: { ...demand.at, seed } }))),
    missing: [
      ...new Set(each.flatMap(({ missing }) => missing)),
      ...each.filter(({ demands }) => demands.length === 0).map(({ seed }) => `networks of seed ${seed}`),
    ],
  };
}

function demandsOfOne(claim: TestedClaim, results: Points): Demands {
  switch (claim.kind) {
    case 'ordering':
      return atPoints(claim, results, claim.above, claim.below, subtract, [
        claim.by - claim.tolerance,
        Number.POSITIVE_INFINITY,
      ]);
    case 'difference':
      return atPoints(claim, results, claim.of, claim.from, subtract, region(claim));
    case 'ratio':
      return atPoints(claim, results, claim.of, claim.to, divide, region(claim));
    case 'spread':
      return atPoints(claim, results, claim.of, claim.to, divideSpreads, region(claim));
    case 'value':
      return atPoints(claim, results, claim.of, undefined, subtract, region(claim));
    case 'gap':
      return gaps(claim, results);
    case 'monotone':
      return alongCurves(claim, results, claim.from, ({ points }) => successive(points, claim));
    case 'saturation':
      return alongCurves(claim, results, undefined, ({ points }) => fromPlateau(points, claim));
    case 'growth':
      return alongCurves(claim, results, undefined, ({ points }) => fromFirstToLast(points, claim));
    case 'cost':
      return costs(claim, results);
  }
}

type Combination = Extract<Quantity, { kind: 'combination' }>;

type OfPair = (pair: Pair) => Quantity;

/** The mean of a pair: of one point, or of the difference of two. */
const subtract: OfPair = ({ of, to }) => combination([1, of], ...(to === undefined ? [] : [[-1, to] as const]));

const divide: OfPair = ({ of, to }) => ({ kind: 'ratio', a: pointOf(of), b: pointOf(to!) });

const divideSpreads: OfPair = ({ of, to }) => ({ kind: 'spread', a: pointOf(of), b: pointOf(to!) });

function combination(...terms: readonly (readonly [number, Row])[]): Combination {
  return { kind: 'combination', terms: terms.map(([weight, row]) => ({ weight, operand: pointOf(row) })) };
}

/** Values that agree with the number of a claim. */
function region({ value, tolerance, bound }: { value: number; tolerance: number; bound: Bound }): [number, number] {
  return [
    bound === 'at most' ? Number.NEGATIVE_INFINITY : value - tolerance,
    bound === 'at least' ? Number.POSITIVE_INFINITY : value + tolerance,
  ];
}

function atPoints(
  { metric, where }: TestedClaim,
  { rows }: Points,
  of: string,
  to: string | undefined,
  quantity: OfPair,
  accepted: Demand['accepted'],
): Demands {
  const pairs = pairsOf(rows, metric, of, to, where);
  const demands = pairs.map((pair) => ({ at: place(pair.of, pair.to), measured: quantity(pair), accepted }));
  return { demands, missing: missingValues(pairs, where) };
}

type Along = Extract<TestedClaim, { kind: 'monotone' | 'saturation' | 'growth' }>;

/** The demands that each curve makes; none, and a complaint, for a curve that is too short to make any. */
function alongCurves(
  claim: Along,
  { rows }: Points,
  from: string | undefined,
  demandsOfCurve: (curve: Curve) => Demand[],
): Demands {
  const where = whereAlong(claim.along, claim.where);
  const pairs = pairsOf(rows, claim.metric, claim.of, from, where);
  const together = claim.kind === 'growth' ? claim.with : [];
  const curves = curvesAlong(claim.along, pairs, where, together).map(demandsOfCurve);
  const short = curves.filter((demands) => demands.length === 0).map(() => `points along ${claim.along} to compare`);
  return { demands: curves.flat(), missing: [...missingValues(pairs, where), ...new Set(short)] };
}

/** Each point against the one before it. */
function successive(points: readonly Pair[], claim: Extract<Along, { kind: 'monotone' }>): Demand[] {
  const accepted: Demand['accepted'] =
    claim.direction === 'increasing'
      ? [claim.by - claim.tolerance, Number.POSITIVE_INFINITY]
      : [Number.NEGATIVE_INFINITY, claim.tolerance - claim.by];
  return points
    .slice(1)
    .map((pair, i) => ({ at: place(pair.of, pair.to), measured: changeOver(claim, points[i], pair), accepted }));
}

/** In the mean, or in the trial that goes furthest the wrong way. */
function changeOver({ over, direction }: Extract<Along, { kind: 'monotone' }>, first: Pair, second: Pair): Quantity {
  const { terms } = change(first, second);
  if (over === 'mean') return { kind: 'combination', terms };
  return { kind: 'extreme', which: direction === 'increasing' ? 'smallest' : 'largest', terms };
}

/** Each later point against that at which the curve is said to have settled. */
function fromPlateau(
  points: readonly Pair[],
  { along, beyond, tolerance }: Extract<Along, { kind: 'saturation' }>,
): Demand[] {
  const settled = points.find(({ of }) => coordinate(of, along) === beyond);
  if (settled === undefined) return [];
  return points
    .filter(({ of }) => coordinate(of, along) > beyond)
    .map((pair) => ({ at: place(pair.of), measured: change(settled, pair), accepted: [-tolerance, tolerance] }));
}

function fromFirstToLast(points: readonly Pair[], claim: Extract<Along, { kind: 'growth' }>): Demand[] {
  if (points.length < 2) return [];
  const [{ of: first }, { of: last }] = [points[0], points.at(-1)!];
  return [{ at: place(last), measured: divide({ of: last, to: first }), accepted: region(claim) }];
}

/** By how much a curve, or the difference of two, moves from one of its points to another. */
function change(first: Pair, second: Pair): Combination {
  const terms = (sign: number, { of, to }: Pair) => [
    [sign, of] as const,
    ...(to === undefined ? [] : [[-sign, to] as const]),
  ];
  return combination(...terms(1, second), ...terms(-1, first));
}

function gaps(claim: Extract<TestedClaim, { kind: 'gap' }>, { rows }: Points): Demands {
  const where = whereAlong(claim.along, claim.where);
  const curves = (solver: string) => {
    const pairs = pairsOf(rows, claim.metric, solver, undefined, where);
    return new Map(
      curvesAlong(claim.along, pairs, where).map((curve) => [curve.key, curve.points.map(({ of }) => of)]),
    );
  };
  const [first, second] = [curves(claim.of), curves(claim.from)];
  const demands: Demand[] = [];
  const missing = first.size === 0 ? [`points along ${claim.along} to compare`] : [];
  for (const [key, points] of first) {
    const a = segmentAt(points, claim.level);
    const b = segmentAt(second.get(key) ?? [], claim.level);
    for (const [segment, solver] of [[a, claim.of] as const, [b, claim.from] as const]) {
      if (segment === undefined) missing.push(`${claim.metric} = ${claim.level} on the curve of ${solver}`);
    }
    if (a === undefined || b === undefined) continue;
    const measured: Quantity = { kind: 'gap', axis: claim.along, level: claim.level, a, b };
    const { [claim.along]: _, ...at } = place(points[0]);
    demands.push({ at, measured, accepted: region(claim) });
  }
  return { demands, missing };
}

/** The first two neighbours between which a curve reaches a level. */
function segmentAt(points: readonly Row[], level: number): [Operand, Operand] | undefined {
  const end = points.findIndex(({ mean }, i) => i > 0 && (points[i - 1].mean - level) * (mean - level) <= 0);
  return end < 0 ? undefined : [pointOf(points[end - 1]), pointOf(points[end])];
}

/** Counted operations of one iteration, or their ratio, in every scenario that `where` admits. */
function costs(claim: Extract<TestedClaim, { kind: 'cost' }>, { flops }: Points): Demands {
  const admitted = flops.filter((count) => admits(claim.where, count.scenario));
  const scenarios = new Map(admitted.map(({ scenario }) => [canonicalJson(scenario), scenario]));
  const missing: string[] = [];
  const demands = [...scenarios].flatMap(([key, scenario]) => {
    const counts = [claim.of, ...(claim.to === undefined ? [] : [claim.to])].map((solver) => {
      const own = admitted.filter((count) => count.solver === solver && canonicalJson(count.scenario) === key);
      const distinct = new Set(own.map((count) => count.flops));
      if (distinct.size !== 1) missing.push(`one number of operations of ${solver}`);
      return distinct.size === 1 ? [...distinct][0] : Number.NaN;
    });
    const value = counts.reduce((of, to) => of / to);
    return Number.isNaN(value)
      ? []
      : [{ at: scenario, measured: { kind: 'exact' as const, value }, accepted: region(claim) }];
  });
  if (scenarios.size === 0) missing.push('counted operations');
  return { demands, missing };
}

function place(of: Row, to?: Row): Record<string, AxisValue> {
  const iteration = of.iteration ?? to?.iteration;
  return iteration === null || iteration === undefined ? { ...of.scenario } : { ...of.scenario, iteration };
}

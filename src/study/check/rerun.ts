import type { MetricKind } from '../../contracts/problem.ts';
import type { ProfileName } from '../experiment/profile-names.ts';
import { type Estimate, estimateOf, type Row } from '../results/row.ts';
import type { Study } from '../study.ts';
import { kindOf, type Results, withinScope } from './compare.ts';
import { halfWidth, spread } from './difference.ts';
import type { Agreement } from './tolerance.ts';

/** What the user asks of a rerun. */
export interface Asked {
  /** Whose trial counts to take at least. */
  readonly profile: ProfileName;
  /** Exactly so many trials instead. */
  readonly trials?: number | undefined;
  readonly seed?: number | undefined;
}

/**
 * How a study is computed again to be compared with stored results: the same scenarios and parameters (`study` is opened with
 * their profile), with fewer trials. All of it with the same seed where the profile of the stored results is asked for: then the
 * bytes can be compared. Else with the next seed: its trials are independent of the stored ones, which the test takes for granted,
 * and bring evidence of their own, which the first of the stored trials would not.
 */
export function rerunOf(study: Study, stored: Results, asked: Asked, agreement: Agreement): Study {
  const { plan } = study;
  const { seed, profile: name } = stored.provenance;
  if (asked.trials === undefined && asked.profile === name) {
    return { ...study, plan: { ...plan, seed: asked.seed ?? seed } };
  }
  const trials = asked.trials ?? trialsOf(study, stored, asked.profile, agreement);
  const { ciWidth: _, maxTrials: __, ...profile } = plan.profile;
  return { ...study, plan: { ...plan, seed: asked.seed ?? (seed + 1) % 2 ** 32, profile: { ...profile, trials } } };
}

/** Seconds of one core that a rerun may take by itself, by the measure of the stored run. */
const mostSeconds = 60;

/** Trials that decide every point, within what is affordable; at least those of the profile. */
function trialsOf({ plan }: Study, stored: Results, profile: ProfileName, agreement: Agreement): number {
  const scope = { scenarios: plan.points.map(({ scenario }) => scenario), names: plan.series.map(({ name }) => name) };
  const needed = trialsToDecide(withinScope(stored.rows, scope), stored, agreement);
  const { counts, cost } = stored.provenance;
  const secondsPerTrial = cost.blockSeconds / counts.reduce((sum, { trials }) => sum + trials, 0);
  const affordable = Math.floor(mostSeconds / (secondsPerTrial * plan.points.length));
  return Math.max(plan.experiment.profiles[profile].trials, Math.min(needed, affordable));
}

/** Share of trials added to those that decide a point if its spread is the stored one: the spread found may be larger. */
const reserve = 0.25;

/**
 * The fewest trials with which the difference of every point will be known to its tolerance, with a reserve; never more than
 * are stored. 1 where nothing is stored.
 */
export function trialsToDecide(rows: readonly Row[], stored: Results, agreement: Agreement): number {
  const risk = agreement.alpha / rows.length;
  const needed = rows.map((row) => {
    const kind = kindOf(stored, row.metric);
    const tolerance = agreement.tolerance(kind, row);
    const isDecided = (n: number) =>
      halfWidth({ kind, stored: row, fresh: shortened(row, n, kind) }, risk) <= tolerance;
    return Math.min(row.n, Math.ceil((1 + reserve) * least(isDecided, row.n)));
  });
  return Math.max(1, ...needed);
}

/** What the row would say with its own spread and other trials. */
function shortened(row: Row, n: number, kind: MetricKind): Estimate {
  return { ...estimateOf(row), n, stderr: row.stderr === null ? null : spread(kind, row) / Math.sqrt(n) };
}

/** The smallest n from 2 to `most` with a property that grows with n; `most` where none has it. */
function least(holds: (n: number) => boolean, most: number): number {
  let [low, high] = [2, most];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return high;
}

import { messages } from '../../messages.ts';
import type { ProfileName } from '../experiment/profile-names.ts';
import type { Provenance } from '../results/provenance.ts';
import type { StoredResults } from '../results/results.ts';
import type { Row } from '../results/row.ts';
import type { StoredTimes } from '../times/results.ts';
import { byOperand, type Evidence } from './evidence.ts';
import type { ClaimNames } from './load.ts';
import { keyOf } from './quantity.ts';

/** What claims about one experiment are judged on. */
export interface ClaimResults extends Required<Omit<ClaimNames, 'timed'>> {
  readonly rows: readonly Row[];
  readonly rowOf: ReadonlyMap<string, Row>;
  readonly evidenceOf: ReadonlyMap<string, Evidence>;
  readonly flops: Provenance['flops'];
  readonly profile: ProfileName;
  /** Why nothing can be judged on them, where that is so. */
  readonly unfit?: string;
}

/**
 * Results in the form in which claims ask for them.
 * @param changed parts of the experiment that have changed since they were made
 */
export function claimResults(
  { rows, axes, provenance }: Pick<StoredResults, 'rows' | 'axes' | 'provenance'>,
  changed: readonly string[] = [],
): ClaimResults {
  const { metrics: measured, diagnostics, series, flops, profile, overrides, pairs } = provenance;
  return {
    rows,
    rowOf: byOperand(rows),
    evidenceOf: new Map(pairs.map((evidence) => [keyOf(evidence.quantity), evidence])),
    axes,
    metrics: [...new Set(rows.map(({ metric }) => metric))],
    kinds: { ...diagnostics, ...Object.fromEntries(Object.entries(measured).map(([name, { kind }]) => [name, kind])) },
    series: series.map(({ name }) => name),
    flops,
    profile,
    ...(Object.keys(overrides).length > 0 && { unfit: 'the results were made with changes on the command line' }),
    ...(changed.length > 0 && { unfit: messages.experimentChanged(changed) }),
  };
}

/** Stored times in that form. */
export function claimTimes(
  { rows, axes, madeFrom: { profile } }: Pick<StoredTimes, 'rows' | 'axes' | 'madeFrom'>,
  changed: readonly string[] = [],
): ClaimResults {
  return {
    rows,
    rowOf: byOperand(rows),
    evidenceOf: new Map(),
    axes,
    metrics: [...new Set(rows.map(({ metric }) => metric))],
    kinds: {},
    series: [...new Set(rows.map(({ solver }) => solver))],
    flops: [],
    profile,
    ...(changed.length > 0 && { unfit: messages.timesChanged(changed) }),
  };
}

import type { ProfileName } from '../experiment/schema.ts';
import type { Provenance } from '../results/provenance.ts';
import type { StoredResults } from '../results/results.ts';
import type { Row } from '../results/row.ts';
import { byOperand, type Evidence } from './evidence.ts';
import type { ClaimNames } from './load.ts';
import { keyOf } from './quantity.ts';

/** What claims about one experiment are judged on. */
export interface ClaimResults extends Required<ClaimNames> {
  readonly rows: readonly Row[];
  readonly rowOf: ReadonlyMap<string, Row>;
  readonly evidenceOf: ReadonlyMap<string, Evidence>;
  readonly flops: Provenance['flops'];
  readonly profile: ProfileName;
  /** Whether the command line changed what was computed. */
  readonly changed: boolean;
}

/** Stored results in the form in which claims ask for them. */
export function claimResults({
  rows,
  axes,
  provenance,
}: Pick<StoredResults, 'rows' | 'axes' | 'provenance'>): ClaimResults {
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
    changed: Object.keys(overrides).length > 0,
  };
}

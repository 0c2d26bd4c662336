import type { PointSample } from '../results/merge.ts';
import type { Row } from '../results/row.ts';
import { demandsOf } from './demands.ts';
import { type Evidence, measure, type OperandSample } from './evidence.ts';
import { isSinglePoint } from './judge.ts';
import type { Quantity } from './quantity.ts';
import type { TestedClaim } from './schema.ts';

/**
 * The paired quantities that claims ask of a finished run, measured on its per-trial values, to be stored with its results:
 * claims can then be judged from the stored results alone. `more` are others to be stored with them. `samples` is gone through once,
 * and not at all where nothing is asked.
 */
export function collectEvidence(
  claims: readonly TestedClaim[],
  rows: readonly Row[],
  samples: () => Iterable<PointSample>,
  more: readonly Quantity[] = [],
): Evidence[] {
  const quantities = [...claims.flatMap((claim) => quantitiesOf(claim, rows)), ...more];
  return quantities.length === 0 ? [] : measure(quantities, operandSamples(samples()));
}

function quantitiesOf(claim: TestedClaim, rows: readonly Row[]): Quantity[] {
  const { demands } = demandsOf(claim, { rows, flops: [] });
  return demands.flatMap(({ measured }) => (measured.kind === 'exact' || isSinglePoint(measured) ? [] : [measured]));
}

/** The samples of a run by the points that they are of. */
export function* operandSamples(samples: Iterable<PointSample>): Iterable<OperandSample> {
  for (const { series, name, point, iteration, kind, values } of samples) {
    yield { operand: { solver: series.name, metric: name, scenario: point.scenario, iteration }, kind, values };
  }
}

import type { Evidence } from '../claims/evidence.ts';
import { codeOfSource } from '../identity/source-code.ts';
import type { StudyResult } from '../run/study-result.ts';
import type { Study } from '../study.ts';
import { checksumOf } from '../training/weights-of-study.ts';
import type { Provenance } from './provenance.ts';
import { provenanceOf } from './provenance-of.ts';

/** Where the results of a finished run come from; `pairs` are what claims ask for beyond the rows. */
export function provenanceOfRun(
  { loaded, plan, source, networks, weights, overrides }: Study,
  { trials, seconds, diagnostics, ...result }: StudyResult,
  pairs: readonly Evidence[],
): Omit<Provenance, 'csv'> {
  const training = networks.map(({ solver, key, plan: settings }) => {
    const path = weights.get(key);
    return { solver, key, settings, ...(path !== undefined && { sha256: checksumOf(path) }) };
  });
  const failures = result.failures.map(({ solver, scenario, trial, what }) => ({ solver, scenario, trial, what }));
  const facts = {
    trials,
    device: source.device ?? ('cpu' as const),
    arithmetic: source.arithmetic ?? ('strict' as const),
    blockSeconds: seconds,
    diagnostics,
    code: codeOfSource(
      source,
      plan.series.map(({ solver }) => solver.name),
    ),
    failures,
    training,
    overrides,
    pairs,
  };
  return provenanceOf(loaded, plan, facts);
}

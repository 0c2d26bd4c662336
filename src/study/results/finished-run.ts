import type { Evidence } from '../claims/evidence.ts';
import { moduleHashes } from '../experiment/problem-source.ts';
import type { StudyResult } from '../run/runner.ts';
import type { Study } from '../study.ts';
import type { Provenance } from './provenance.ts';
import { provenanceOf } from './provenance-of.ts';

/** Where the results of a finished run come from; `pairs` are what claims ask for beyond the rows. */
export function provenanceOfRun(
  { loaded, plan, source, networks, overrides }: Study,
  { trials, seconds, diagnostics, ...result }: StudyResult,
  pairs: readonly Evidence[],
): Omit<Provenance, 'csv'> {
  const training = networks.map(({ solver, key, plan: settings }) => ({ solver, key, settings }));
  const failures = result.failures.map(({ solver, scenario, trial, what }) => ({ solver, scenario, trial, what }));
  const facts = {
    trials,
    device: source.device ?? ('cpu' as const),
    blockSeconds: seconds,
    diagnostics,
    modules: moduleHashes(source),
    failures,
    training,
    overrides,
    pairs,
  };
  return provenanceOf(loaded, plan, facts);
}

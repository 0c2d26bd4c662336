import { dirname } from 'node:path';
import { UserError } from '../../messages.ts';
import { canonicalJson } from '../canonical.ts';
import { contentOf } from '../experiment/content.ts';
import { loadExperiment } from '../experiment/load.ts';
import { openSource, ownSolversOf } from '../experiment/open-source.ts';
import type { LoadedExperiment } from '../experiment/plan.ts';
import { type ProblemSource, sourceOf } from '../experiment/problem-source.ts';
import { codeOfSource, type SourceCode } from '../identity/source-code.ts';
import { findWeights } from '../training/weights-file.ts';
import { checksumOf, weightsTrees } from '../training/weights-of-study.ts';
import type { Provenance } from './provenance.ts';

/** What is another now than when results were made. */
export interface Changes {
  /** Parts of the experiment: its scenarios, solvers, metrics ...; none where `unrecorded` says so. */
  readonly experiment: readonly string[];
  /** Pieces of code: runner, problem, solvers by name. */
  readonly code: readonly string[];
  /** Solvers whose trained weights are others. */
  readonly weights: readonly string[];
  /** What the results do not say of themselves, because they were made before it was recorded. */
  readonly unrecorded: readonly ('experiment' | 'code')[];
}

/** What is stored of the experiment, the code and the weights that numbers were made from. */
export interface MadeFrom extends Pick<Provenance, 'profile' | 'code' | 'training'> {
  readonly experiment: Pick<Provenance['experiment'], 'content'>;
}

/**
 * Compares what results say that they were made from with what is there now: the experiment in `file`, the code, and the weights in
 * the folder `out` or the package. An experiment that is no valid one any more counts as changed.
 * @param content the parts of an experiment that such numbers come from
 */
export async function changesSince(
  provenance: MadeFrom,
  file: string,
  out: string,
  content: typeof contentOf = contentOf,
): Promise<Changes> {
  const { experiment, code } = provenance;
  const unrecorded = [
    ...(experiment.content === undefined ? (['experiment'] as const) : []),
    ...(code === undefined ? (['code'] as const) : []),
  ];
  try {
    const loaded = loadExperiment(file);
    const source = await sourceAsWritten(loaded);
    const changed =
      experiment.content === undefined ? [] : differing(experiment.content, content(loaded, provenance.profile));
    const names = code?.solvers.map(({ name }) => name) ?? [];
    return {
      experiment: changed,
      code: code === undefined || changed.length > 0 ? [] : differing(flat(code), flat(codeOfSource(source, names))),
      weights: otherWeights(provenance, out),
      unrecorded,
    };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { experiment: ['file'], code: [], weights: [], unrecorded };
  }
}

/** Where the code of the experiment is; the problem is loaded only where solvers of the user's own have to be asked what they read. */
async function sourceAsWritten(loaded: LoadedExperiment): Promise<ProblemSource> {
  const folder = dirname(loaded.file);
  const own = ownSolversOf(loaded);
  if (own.length === 0) return sourceOf(loaded.experiment.problem, folder);
  return (await openSource(loaded.experiment.problem, folder, own)).source;
}

/** Names under which the two hold different things. */
function differing(then: Readonly<Record<string, unknown>>, now: Readonly<Record<string, unknown>>): string[] {
  const names = new Set([...Object.keys(then), ...Object.keys(now)]);
  return [...names].filter((name) => canonicalJson(then[name] ?? null) !== canonicalJson(now[name] ?? null));
}

/** Pieces of code by their names. */
function flat({ runner, problem, solvers }: SourceCode): Record<string, unknown> {
  return { runner, problem, ...Object.fromEntries(solvers.map(({ name, ...code }) => [`solver ${name}`, code])) };
}

function otherWeights({ training }: MadeFrom, out: string): string[] {
  const others = training.filter(({ solver, key, sha256 }) => {
    const path = sha256 === undefined ? null : findWeights(weightsTrees(out), solver, key);
    return path !== null && checksumOf(path) !== sha256;
  });
  return [...new Set(others.map(({ solver }) => solver))];
}

import { hash as digest } from 'node:crypto';
import type { AnySolver, TrialRange } from '../../contracts/problem.ts';
import { drawsVersion } from '../../random/streams.ts';
import { canonicalHash } from '../canonical.ts';
import type { Point, Run } from '../experiment/plan.ts';
import { codeOfSource } from '../identity/source-code.ts';
import type { Study } from '../study.ts';
import { weightsReference } from '../training/weights-of-study.ts';
import type { Job, Work } from './task.ts';

/** One block: what one run of one solver gives on one range of trials of one point. */
export interface Block {
  readonly point: Point;
  readonly solver: string;
  readonly run: Run;
  readonly range: TrialRange;
  readonly weights: ReturnType<typeof weightsReference>;
  readonly key: string;
}

/** Ranges of at most `size` trials that make up trials `from` to `to - 1`, in order. */
export function* trialRanges(from: number, to: number, size: number): Iterable<TrialRange> {
  for (let first = from; first < to; first += size) yield { first, count: Math.min(size, to - first) };
}

/** One run of one solver at one point: all of its blocks have this in common. */
export interface RunAtPoint extends Omit<Block, 'range' | 'key'> {
  /** Of everything that the numbers of its blocks depend on, but for the range of trials. */
  readonly hash: string;
}

/** The block of a run on a range. */
export function blockOf(run: RunAtPoint, range: TrialRange): Block {
  return { ...run, range, key: keyOn(run, range) };
}

/** The key of that block. */
export function keyOn({ hash }: RunAtPoint, { first, count }: TrialRange): string {
  return digest('sha256', `${hash} ${first} ${count}`);
}

/** Names the blocks of a study: a function of everything that their numbers depend on. */
export class BlockKeys {
  readonly #study: Study;
  readonly #common: string;
  readonly #solvers: ReadonlyMap<string, string>;

  constructor(study: Study) {
    const { plan, recorded, source } = study;
    const { runner, problem, solvers } = codeOfSource(
      source,
      plan.series.map(({ solver }) => solver.name),
    );
    this.#study = study;
    this.#solvers = new Map(solvers.map(({ name, ...code }) => [name, canonicalHash(code)]));
    this.#common = canonicalHash({
      experiment: plan.id,
      problem: plan.problem.id,
      seed: plan.seed,
      metrics: plan.metrics,
      recorded: recorded?.sha256,
      runnerCode: runner,
      problemCode: problem,
      device: source.device,
      draws: drawsVersion,
      arithmetic: source.arithmetic,
      node: process.versions.node.split('.')[0],
    });
  }

  /** All runs at a point; those that several series share come once. */
  runsAt(point: Point): RunAtPoint[] {
    const runs = this.#study.plan.series.flatMap(({ solver, runs: own }) =>
      own.map((run) => this.runAt(point, solver, run)),
    );
    return [...new Map(runs.map((run) => [run.hash, run])).values()];
  }

  runAt(point: Point, solver: AnySolver, run: Run): RunAtPoint {
    const { weights: paths, plan } = this.#study;
    const weights = weightsReference(paths, solver, point.scenario, run.parameters, plan.data);
    const trained = typeof weights === 'object' ? weights.sha256 : (weights ?? '');
    // Each of these is a digest or a name.
    const parts = [point.hash, point.drawHash, solver.name, run.hash, this.#solvers.get(solver.name), trained];
    return { point, solver: solver.name, run, weights, hash: digest('sha256', `${this.#common} ${parts.join(' ')}`) };
  }
}

/** What is to be done for `blocks`, all of one point and range. */
export function workOf({ plan, source, recorded }: Study, blocks: readonly Block[]): Work {
  const { point, range } = blocks[0];
  return {
    source,
    experiment: plan.id,
    seed: plan.seed,
    scenario: point.scenario,
    drawHash: point.drawHash,
    range,
    metrics: plan.metrics,
    jobs: blocks.map(jobOf),
    ...(recorded && { recorded }),
  };
}

/** Throws where the weights of a block are still to be trained: training comes first. */
function jobOf({ key, solver, run: { parameters }, weights }: Block): Job {
  if (weights === 'untrained') throw new Error(`${solver} has no trained weights yet`);
  return { key, solver, parameters, ...(weights && { weights }) };
}

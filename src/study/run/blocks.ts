import type { AnySolver, TrialRange } from '../../contracts/problem.ts';
import { canonicalHash } from '../canonical.ts';
import type { Point, Run } from '../experiment/plan.ts';
import type { Code } from '../identity/code.ts';
import { codeOfSource } from '../identity/source-code.ts';
import type { Study } from '../study.ts';
import { weightsReference } from '../training/weights-of-study.ts';
import type { Job, Task } from './task.ts';

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
export function trialRanges(from: number, to: number, size: number): TrialRange[] {
  const ranges: TrialRange[] = [];
  for (let first = from; first < to; first += size) ranges.push({ first, count: Math.min(size, to - first) });
  return ranges;
}

/** Names the blocks of a study: a function of everything that their numbers depend on. */
export class BlockKeys {
  readonly #study: Study;
  readonly #common: Record<string, unknown>;
  readonly #solvers: ReadonlyMap<string, Code>;

  constructor(study: Study) {
    const { plan, recorded, source } = study;
    const { runner, problem, solvers } = codeOfSource(
      source,
      plan.series.map(({ solver }) => solver.name),
    );
    this.#study = study;
    this.#solvers = new Map(solvers.map(({ name, ...code }) => [name, code]));
    this.#common = {
      experiment: plan.id,
      problem: plan.problem.id,
      seed: plan.seed,
      metrics: plan.metrics,
      recorded: recorded?.sha256,
      runnerCode: runner,
      problemCode: problem,
      device: source.device,
      node: process.versions.node.split('.')[0],
    };
  }

  /** The blocks of all runs on one range of one point; runs that several series share come once. */
  of(point: Point, range: TrialRange): Block[] {
    const blocks = new Map<string, Block>();
    for (const { solver, runs } of this.#study.plan.series) {
      for (const run of runs) {
        const key = this.key(point, solver, run, range);
        const weights = this.#weights(point, solver, run);
        blocks.set(key, { point, solver: solver.name, run, range, weights, key });
      }
    }
    return [...blocks.values()];
  }

  key(point: Point, solver: AnySolver, run: Run, range: TrialRange): string {
    const { scenario, drawHash } = point;
    const solverCode = this.#solvers.get(solver.name);
    const needed = this.#weights(point, solver, run);
    const weights = typeof needed === 'object' ? needed.sha256 : needed;
    return canonicalHash({
      ...this.#common,
      ...{ scenario, drawHash, range, solver: solver.name, run: run.hash, solverCode, weights },
    });
  }

  #weights({ scenario }: Point, solver: AnySolver, { parameters }: Run) {
    return weightsReference(this.#study.weights, solver, scenario, parameters, this.#study.plan.data);
  }
}

/** The task that computes `blocks`, all of one point and range. */
export function taskOf({ plan, source, recorded, store }: Study, blocks: readonly Block[]): Task {
  const { point, range } = blocks[0];
  return {
    source,
    experiment: plan.id,
    seed: plan.seed,
    scenario: point.scenario,
    drawHash: point.drawHash,
    range,
    metrics: plan.metrics,
    store,
    jobs: blocks.map(jobOf),
    ...(recorded && { recorded }),
  };
}

/** Throws where the weights of a block are still to be trained: training comes first. */
function jobOf({ key, solver, run: { parameters }, weights }: Block): Job {
  if (weights === 'untrained') throw new Error(`${solver} has no trained weights yet`);
  return { key, solver, parameters, ...(weights && { weights }) };
}

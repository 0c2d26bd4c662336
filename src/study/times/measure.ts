import type { AnySolver, Observer, Parameters } from '../../contracts/problem.ts';
import type { Weights } from '../../contracts/training.ts';
import { useArithmetic } from '../../lanes/arithmetic.ts';
import type { Point, Run, Series } from '../experiment/plan.ts';
import type { Times as TimesEntry } from '../experiment/schema.ts';
import { trialRanges, workOf } from '../run/blocks.ts';
import { drawTrials } from '../run/compute.ts';
import type { Study } from '../study.ts';
import { readWeights } from '../training/weights-file.ts';
import { weightsReference } from '../training/weights-of-study.ts';
import { alternate, timesOf } from './alternate.ts';
import type { Timed, TimedWork } from './timed.ts';
import { trainingWork } from './training-work.ts';

/** How times are measured. */
export type Timing = Pick<TimesEntry, 'together' | 'trials' | 'rounds' | 'training'>;

/** Which clock times were taken from. */
export type Clock = 'processor' | 'wall';

/** A solver of the user's computes in a process of its own, whose processor time is not ours. */
export function clockOf({ source }: Study): Clock {
  return source.solvers.length > 0 ? 'wall' : 'processor';
}

/** Less work than this, in milliseconds, is repeated within a round: a clock would count little else than itself. */
const least = 5;

const silent: Observer<unknown> = { solution: () => {}, diagnostic: () => {}, lost: () => {} };

/**
 * Times every run of every solver at every point and for every number of trials at once, and where asked the steps of their trainings, in
 * this thread, round by round in turn, so that all are measured in one and the same situation. Trials are drawn, networks read and programs
 * compiled beforehand; nothing is measured on the solutions. The networks must be there.
 */
export async function measureTimes(study: Study, timing: Timing, onRound?: (done: number) => void): Promise<Timed[]> {
  const timed = [...(await solvingWork(study, timing)), ...(timing.training ? await trainingWork(study) : [])];
  const works = timed.map(({ work }) => work);
  const times = await alternate(timing.rounds, works, clockOf(study), onRound);
  return timed.map(({ of, each }, i) => ({ ...of, times: times[i].map((time) => time / each) }));
}

async function solvingWork(study: Study, { together, trials }: Timing): Promise<TimedWork[]> {
  const { points, series, firstTrial, profile } = study.plan;
  const count = Math.min(trials, profile.maxTrials ?? trials);
  useArithmetic(study.source.arithmetic ?? 'strict');
  const timed: TimedWork[] = [];
  for (const point of points) {
    for (const size of new Set(together.map((asked) => Math.min(asked, count)))) {
      const ranges = [...trialRanges(firstTrial, firstTrial + count, size)];
      const instances = await Promise.all(ranges.map((range) => drawn(study, point, range)));
      for (const { series: own, run } of series.flatMap((each) => each.runs.map((run) => ({ series: each, run })))) {
        const solve = solving(own.solver, run.parameters, weightsOf(study, point, own, run));
        const once = async () => {
          for (const instance of instances) await solve(instance);
        };
        await once();
        const { wall } = await timesOf(once);
        const repeats = Math.max(1, Math.ceil(least / wall));
        const work = async () => {
          for (let i = 0; i < repeats; i++) await once();
        };
        timed.push({ of: { what: 'solving', point, series: own, run, together: size }, work, each: repeats * count });
      }
    }
  }
  return timed;
}

function solving(solver: AnySolver, parameters: Parameters, weights: Weights | undefined) {
  return async (instance: unknown): Promise<void> => {
    await solver.solve(instance, parameters, silent, weights);
  };
}

function drawn(study: Study, point: Point, range: { readonly first: number; readonly count: number }) {
  const [{ solver, runs }] = study.plan.series;
  const block = { point, solver: solver.name, run: runs[0], range, weights: undefined, key: '' };
  return drawTrials(study.plan.problem, workOf(study, [block]));
}

function weightsOf({ weights, plan }: Study, { scenario }: Point, { solver }: Series, { parameters }: Run) {
  const reference = weightsReference(weights, solver, scenario, parameters, plan.data);
  if (reference === undefined) return undefined;
  if (reference === 'untrained') throw new Error(`${solver.name} is not trained`);
  return readWeights(reference.path, reference.key).weights;
}

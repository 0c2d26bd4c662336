import type { Observer } from '../../contracts/problem.ts';
import type { ResidentTrainer, StateArrays, Training, TrainingPlan } from '../../contracts/training.ts';
import type { Streams } from '../../random/streams.ts';
import { bestThreshold, decisions, energyShares } from './decision.ts';
import { drawInstance } from './instance.ts';
import { type MassiveAccessScenario, scenarioIn } from './scenario.ts';
import type { Solution } from './solution.ts';
import type { MassiveAccessSolver } from './solver.ts';

/** Samples that thresholds are chosen on: as many as the paper tests on. */
const samples = 128;

/** What an iterative solver without weights is run with, and whether it learns when a device counts as active. */
export interface DecidingParameters {
  readonly iterations: number;
  readonly decision: 'usual' | 'trained';
}

/**
 * For a solver that has nothing else to learn: after every iteration, the threshold of activity with the fewest errors on training
 * samples, in a single step. Its weights are these `decision`s, shares of the energy M.
 */
export function decisionTraining<P extends DecidingParameters>(
  solve: MassiveAccessSolver<P>['solve'],
): Training<P, MassiveAccessScenario> {
  return {
    version: 1,
    summary: 'the threshold of activity, chosen on samples of the scenario for each iteration',
    plan(scenario, parameters) {
      if (parameters.decision === 'usual') return null;
      const { threshold: _, ...axes } = scenario;
      const settings = parameters as unknown as Readonly<Record<string, string | number>>;
      return { ...axes, ...settings, steps: 1, batch: samples };
    },
    trainer: (plan, streams) => trainerOf(solve, plan, streams),
  };
}

function trainerOf<P extends DecidingParameters>(
  solve: MassiveAccessSolver<P>['solve'],
  plan: TrainingPlan,
  streams: Streams,
): ResidentTrainer {
  let found: StateArrays = {};
  return {
    kind: 'resident',
    async advance() {
      const parameters = plan as unknown as P;
      const { thresholds, loss } = await bestThresholds(solve, scenarioIn(plan), parameters, streams);
      found = { [decisions]: { shape: [thresholds.length], data: thresholds } };
      return loss;
    },
    state: async () => found,
    async restore(state) {
      found = state;
    },
    async weights() {
      return Object.fromEntries(
        Object.entries(found).map(([name, { shape, data }]) => [name, { shape, values: data }]),
      );
    },
    async release() {},
  };
}

/** The best threshold after every iteration, and the share of wrong decisions with the last. */
async function bestThresholds<P extends DecidingParameters>(
  solve: MassiveAccessSolver<P>['solve'],
  scenario: MassiveAccessScenario,
  parameters: P,
  streams: Streams,
) {
  const instance = drawInstance(scenario, { first: 0, count: samples }, streams);
  const { N, M } = instance;
  const shares = Array.from({ length: parameters.iterations }, () => new Float64Array(samples * N));
  const observer: Observer<Solution> = {
    solution(iteration, range, { X }) {
      shares[iteration! - 1].set(energyShares(X, range.count, N, M), range.first * N);
    },
    diagnostic() {},
    lost() {},
  };
  await solve(instance, parameters, observer);
  const best = shares.map((own) => bestThreshold(own, instance.active));
  return {
    thresholds: Float64Array.from(best, ({ threshold }) => threshold),
    loss: best.at(-1)!.wrong / (samples * N),
  };
}

import type { LearnedArray, TrainingPlan } from '../../../contracts/training.ts';
import type { AdamOptimizer } from '../../../optimizers/optimizer.ts';
import { type Schedule, scaled } from '../../../optimizers/schedule.ts';
import { type Stage, stepsOf } from '../../../unrolling/stages.ts';
import type { MassiveAccessScenario } from '../scenario.ts';
import type { Nested } from './network.ts';
import type { UnrolledParameters } from './parameters.ts';

/** Learning rate of all layers together over that of a new layer alone: alpha_1 / alpha_0, Section V-A. */
const jointFactor = 0.2;

type Settings = Pick<
  UnrolledParameters,
  'layers' | 'groups' | 'start' | 'alone' | 'joint' | 'final' | 'samples' | 'batch' | 'rate' | 'scalarRate'
>;

/** What is left out where it is the default does not count as another training. */
export type Plan = TrainingPlan & Settings & { readonly onlyScalarRate?: number };

/** Axes that networks are not trained for: what is decided from an estimate does not change it. */
const unlearnedAxes = ['threshold'];

/** Everything that the weights depend on; null where nothing is trained. */
export function planOf(scenario: MassiveAccessScenario, parameters: UnrolledParameters): Plan | null {
  const { layers, groups, start, final, samples, batch, rate, scalarRate } = parameters;
  const { onlyScalarRate, trainingSnr, trainingSeed } = parameters;
  const { alone, joint } = start === 'table-1' ? parameters : { alone: 0, joint: 0 };
  const settings: Settings = { layers, groups, start, alone, joint, final, samples, batch, rate, scalarRate };
  const steps = stepsOf(settings);
  if (steps === 0) return null;
  const axes = Object.fromEntries(Object.entries(scenario).filter(([axis]) => !unlearnedAxes.includes(axis)));
  return {
    ...{ ...axes, ...(trainingSnr !== 'own' && { snr: trainingSnr }), ...settings, steps },
    ...(onlyScalarRate !== 'scalarRate' && { onlyScalarRate }),
    ...(trainingSeed !== 1 && { seed: trainingSeed }),
  };
}

/** How the first network of all is trained, from the initial values of Table I. */
const first = {
  ...{ start: 'table-1', alone: 20, joint: 20, final: 400 },
  ...{ samples: 'fresh', batch: 4, rate: 0.005, scalarRate: 0.1 },
} as const;

/** The plan of the same training for the scenario in which the first network of all is trained. */
export function firstPlanOf(plan: Plan, scenario: NonNullable<Nested['scenario']>): TrainingPlan {
  const { onlyScalarRate: _, ...shared } = plan;
  return { ...shared, ...scenario, ...first, steps: stepsOf({ ...plan, ...first }) };
}

/** Adam in every kind of stage; arrays of a single number have a learning rate of their own. */
export function optimizersOf(
  arrays: readonly LearnedArray[],
  { rate, scalarRate, onlyScalarRate = scalarRate, final }: Plan,
): Readonly<Record<Stage['kind'], AdamOptimizer>> {
  const scalars = arrays.filter(({ shape }) => shape.length === 0).map(({ name }) => name);
  const adam = (schedule: Schedule): AdamOptimizer => {
    const own = scaled(schedule, scalars.length === arrays.length ? onlyScalarRate : scalarRate);
    return {
      kind: 'adam',
      rate: scaled(schedule, rate),
      rates: Object.fromEntries(scalars.map((name) => [name, own])),
    };
  };
  return {
    alone: adam({ kind: 'constant', rate: 1 }),
    joint: adam({ kind: 'constant', rate: jointFactor }),
    final: adam({ kind: 'cosine', rate: jointFactor, floor: 0, steps: final }),
  };
}

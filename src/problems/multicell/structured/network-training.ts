import type { Training, TrainingPlan } from '../../../contracts/training.ts';
import { engine } from '../../../lanes/index.ts';
import { RecordingTape, type Tape } from '../../../lanes/tape/index.ts';
import { drawInstance, instanceOf } from '../instance.ts';
import type { MulticellScenario } from '../scenario.ts';
import { type Start, startAt } from '../start.ts';
import type { RecordedNetwork } from './network.ts';
import type { NetworkShape } from './recording.ts';
import { NetworkTrainer } from './trainer.ts';
import { type Budget, drawSamples, optimizerOf, trainingScenario } from './training-budget.ts';

/** A kind of network with settings of type S. */
export interface NetworkKind<S> {
  /** What plans call it. */
  readonly reading: string;
  /** Goes up when the same plan would give other weights. */
  readonly version: number;
  /** The settings among a solver's parameters or a plan's. */
  settings(parameters: S): S;
  record(tape: Tape, shape: NetworkShape, settings: S): RecordedNetwork;
}

/** What is said of a network's training beside its settings. */
export interface Trained extends Budget {
  readonly start: Start;
}

type Plan<S> = TrainingPlan & MulticellScenario & S & Omit<Trained, 'trainedAt'>;

/** Channels side by side in single precision: rows of 32 bytes keep the recorded values in the cache. */
const lanesOfTraining = 8;

/** Groups of lanes a part, which sets and reads all weights once. */
const groupsOfPart = 8;

/** Minus the weighted sum rate of the last V, in bits, averaged over the batch, is made small by AdamW. */
export function networkTraining<S extends { readonly [Name in keyof S]: string | number }>(
  kind: NetworkKind<S>,
): Training<S & Trained, MulticellScenario, Plan<S>> {
  return {
    version: kind.version,
    summary: 'minus the sum rate of the last V, AdamW with warm-up and cosine, in single precision',
    plan: (scenario, parameters) => planOf(kind, scenario, parameters),
    trainer: (plan, streams) => {
      const lanes = engine('f32', lanesOfTraining);
      const shape = instanceOf(plan, { first: 0, count: 0 }, new Float64Array(0), streams);
      const network = kind.record(new RecordingTape(lanes), shape, kind.settings(plan));
      const { batch, samples, seed, start } = plan;
      return new NetworkTrainer(lanes, network, {
        batch,
        groups: groupsOfPart,
        optimizer: optimizerOf(plan),
        draw: (range) => drawSamples(samples, range, (trials) => drawInstance(plan, trials, streams)),
        seed,
        start: (V0, instance, group) => startAt(start, V0, instance, group),
      });
    },
  };
}

/** Axis by axis, so that an axis that the problem gets one day leaves the keys of trained weights as they are. */
function planOf<S>(
  { reading, settings }: NetworkKind<S>,
  scenario: MulticellScenario,
  parameters: S & Trained,
): Plan<S> {
  const { B, U, Nt, Nr, isd, snr, P, alpha, layout, noise } = trainingScenario(scenario, parameters.trainedAt);
  const { start, steps, batch, samples, learningRate, lastRate, warmup, weightDecay, seed } = parameters;
  const axes = { B, U, Nt, Nr, isd, snr, P, alpha, layout, noise };
  const budget = { start, steps, batch, samples, learningRate, lastRate, warmup, weightDecay, seed };
  return { ...axes, reading, ...settings(parameters), ...budget };
}

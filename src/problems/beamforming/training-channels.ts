import type { PlannedData } from '../../contracts/data-set.ts';
import type { Recorded, TrialRange } from '../../contracts/problem.ts';
import type { TrainingPlan, Validation } from '../../contracts/training.ts';
import type { NetworkGradient } from '../../downlink/network-gradient.ts';
import { recordedChannels } from '../../downlink/recorded-channels.ts';
import { firstOfValidation, Passes } from '../../random/passes.ts';
import type { Streams } from '../../random/streams.ts';
import { drawChannels } from './channels/draw-channels.ts';
import { type Instance, instanceOf } from './instance.ts';
import type { BeamformingScenario } from './scenario.ts';

/** What the channels of a training depend on. */
export type ChannelsPlan = BeamformingScenario & PlannedData;

/**
 * The channels that a training takes one after the other, by their places from 0 on: fresh ones, or those of a data set in passes, each
 * in an order drawn for it. Those of a call are overwritten by the next.
 */
export function trainingChannels(
  plan: ChannelsPlan,
  streams: Streams,
  recorded?: Recorded,
): (range: TrialRange) => Instance {
  const { trainingSamples } = plan;
  const perTrial = 2 * plan.K * plan.N * plan.M;
  const passes = trainingSamples === undefined ? undefined : new Passes(trainingSamples, streams);
  let room = new Float64Array(0);
  return (range) => {
    if (room.length < range.count * perTrial) room = new Float64Array(range.count * perTrial);
    const H = room.subarray(0, range.count * perTrial);
    if (passes === undefined) drawChannels(plan, range, streams, H);
    for (let i = 0; passes !== undefined && i < range.count; i++) {
      const sample = { first: passes.at(range.first + i), count: 1 };
      const own = H.subarray(i * perTrial, (i + 1) * perTrial);
      if (recorded) own.set(recordedChannels(recorded, sample));
      else drawChannels(plan, sample, streams, own);
    }
    return instanceOf(plan, range, H, streams);
  };
}

/** Measurements on the validation part in a training. */
const measurements = 20;

/** The mean loss on the validation part of a data set. */
export function lossOnValidation(
  gradient: NetworkGradient,
  plan: ChannelsPlan & TrainingPlan,
  streams: Streams,
  recorded?: Recorded,
): Validation<[parameters: Float64Array, step: number]> {
  const channels = validationChannels(plan, streams, recorded);
  return {
    metric: 'loss',
    samples: channels.range.count,
    every: Math.ceil(plan.steps / measurements),
    measure: (parameters) => gradient.meanLoss(channels, parameters),
  };
}

/** The channels of the validation part: in a file behind the training part, where they are drawn in a place of their own. */
export function validationChannels(plan: ChannelsPlan, streams: Streams, recorded?: Recorded): Instance {
  const { trainingSamples = 0, validationSamples = 0 } = plan;
  const range = { first: recorded ? trainingSamples : firstOfValidation, count: validationSamples };
  const H = recorded ? recordedChannels(recorded, range) : drawChannels(plan, range, streams).H;
  return instanceOf(plan, range, H, streams);
}

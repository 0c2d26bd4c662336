import type { TrainingPlan } from '../contracts/training.ts';
import { type Instance, instanceOf } from '../problems/beamforming/instance.ts';
import type { BeamformingScenario } from '../problems/beamforming/scenario.ts';
import type { Streams } from '../random/streams.ts';
import { rayleigh } from './channels.ts';

/** The part of a training plan that says for which channels: fresh ones for every step. */
export type TrainingScenario = BeamformingScenario & Pick<TrainingPlan, 'batch'>;

/** Parts of a batch when lanes take `width` channels at a time. */
export function partsOf(batch: number, width: number): number {
  return Math.ceil(batch / width);
}

/** The channels of part `part` of step `step`: at most `width` of the batch, drawn once and never again. */
export function trainingInstance(
  plan: TrainingScenario,
  streams: Streams,
  { step, part, width }: { readonly step: number; readonly part: number; readonly width: number },
): Instance {
  const first = step * plan.batch + part * width;
  const count = Math.min(width, plan.batch - part * width);
  const range = { first, count };
  return instanceOf(plan, range, rayleigh(plan, range, streams), streams);
}

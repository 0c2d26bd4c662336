import type { TrialRange } from '../../../contracts/scenario.ts';
import type { Streams } from '../../../random/streams.ts';
import type { BeamformingScenario } from '../scenario.ts';
import { channelModel } from './axes.ts';
import { correlateReceiver, correlateTransmitter } from './correlate.ts';
import { addLineOfSight } from './line-of-sight.ts';
import { type Place, pathGain, placesOf } from './places.ts';
import { rayleigh } from './rayleigh.ts';

/** Channels with E|h|^2 of every user's entries. */
export interface Channels {
  /** In the layout of an instance's H. */
  readonly H: Float64Array;
  /** Trial by trial, user by user; absent where it is 1 for all. */
  readonly gains?: Float64Array;
}

const usualNearest = 0.1;

/**
 * Channels as the scenario's axes say: scattered, correlated, with line of sight, with path loss, in this order. H is written to `room` where
 * that is given.
 */
export function drawChannels(
  scenario: BeamformingScenario,
  range: TrialRange,
  streams: Streams,
  room?: Float64Array,
): Channels {
  const H = rayleigh(scenario, range, streams, room);
  const model = channelModel(scenario);
  if (Object.keys(model).length === 0) return { H };
  const { K, N, M } = scenario;
  const gains = new Float64Array(range.count * K).fill(1);
  const perUser = 2 * N * M;
  for (let trial = 0; trial < range.count; trial++) {
    placesOf(K, range.first + trial, streams).forEach((place, k) => {
      const user = trial * K + k;
      const own = H.subarray(user * perUser, (user + 1) * perUser);
      gains[user] = shape(own, M, place, model);
    });
  }
  return model.pathLoss === undefined ? { H } : { H, gains };
}

/** Makes a user's channel (N x M) of independent entries one of the model, and returns his gain. */
function shape(H: Float64Array, M: number, place: Place, model: ReturnType<typeof channelModel>): number {
  const { txCorrelation, rxCorrelation, riceFactor, pathLoss, nearest = usualNearest } = model;
  if (txCorrelation !== undefined) correlateTransmitter(H, M, txCorrelation, place.departure);
  if (rxCorrelation !== undefined) correlateReceiver(H, M, rxCorrelation, place.arrival);
  if (riceFactor !== undefined) addLineOfSight(H, M, place, riceFactor);
  if (pathLoss === undefined) return 1;
  const gain = pathGain(place, pathLoss, nearest);
  const amplitude = Math.sqrt(gain);
  for (let i = 0; i < H.length; i++) H[i] *= amplitude;
  return gain;
}

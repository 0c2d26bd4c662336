import type { TrialRange } from '../../contracts/scenario.ts';
import { decimalLogarithm, tenTo } from '../../random/elementary.ts';
import type { Streams } from '../../random/streams.ts';
import { pathGain, stationPlaces, userPlaces } from './geometry.ts';
import type { DrawnScenario } from './scenario.ts';

/**
 * Channels in units of the receiver's noise, H[b, k] / sigma_k (Nr x Nt), trial by trial, station by station, users of station b
 * first at k = b U: CN(0, 1) fading times the amplitude of the path between the user's and the station's place.
 */
export function drawChannels(scenario: DrawnScenario, range: TrialRange, streams: Streams): Float64Array {
  const { B, U, Nt, Nr, isd, layout } = scenario;
  const users = B * U;
  const perChannel = 2 * Nr * Nt;
  const perTrial = B * users * perChannel;
  const stations = stationPlaces(B, isd, layout);
  const H = new Float64Array(range.count * perTrial);
  streams.complexNormals('channel', range.first, perTrial, H);
  for (let i = 0; i < range.count; i++) {
    const channels = H.subarray(i * perTrial, (i + 1) * perTrial);
    const places = userPlaces(stations, U, streams, range.first + i);
    for (const [b, station] of stations.entries()) {
      for (const [k, user] of places.entries()) {
        scale(channelOf(channels, b * users + k, perChannel), pathGain(station, user));
      }
    }
    divideByNoise(channels, scenario);
  }
  return H;
}

/** Of a trial's channels, scales all that lead to a user by his noise, which depends on the station that serves him. */
function divideByNoise(channels: Float64Array, scenario: DrawnScenario): void {
  const { B, U, Nt, Nr } = scenario;
  const users = B * U;
  const perChannel = 2 * Nr * Nt;
  for (let serving = 0; serving < B; serving++) {
    const own = Array.from({ length: U }, (_, u) => channelOf(channels, serving * users + serving * U + u, perChannel));
    const noise = noisePower(own, scenario);
    for (let b = 0; b < B; b++) {
      for (let u = 0; u < U; u++) scale(channelOf(channels, b * users + serving * U + u, perChannel), 1 / noise);
    }
  }
}

/**
 * sigma_b^2 of the users of a station with channels H_1 ... H_U to them: 10^(e sum_u log10(||H_u||_F^2 / Nr)) 10^(-snr / 10), with
 * e = 1 / U, which makes it the geometric mean of their gains `snr` dB down, or e = 1 / 10 as Song et al. print it.
 */
function noisePower(own: readonly Float64Array[], { U, Nr, snr, noise }: DrawnScenario): number {
  const exponent = noise === 'mean' ? 1 / U : 1 / 10;
  const logarithms = own.map((H) => decimalLogarithm(H.reduce((sum, value) => sum + value * value, 0) / Nr));
  return tenTo(exponent * logarithms.reduce((sum, value) => sum + value, 0) - snr / 10);
}

function channelOf(channels: Float64Array, index: number, length: number): Float64Array {
  return channels.subarray(index * length, (index + 1) * length);
}

/** Multiplies entries by the square root of a power. */
function scale(entries: Float64Array, power: number): void {
  const amplitude = Math.sqrt(power);
  for (let i = 0; i < entries.length; i++) entries[i] *= amplitude;
}

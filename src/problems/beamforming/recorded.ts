import type { Recorded, Scaling, TrialRange } from '../../contracts/problem.ts';
import { readChannels, recordedChannels } from '../../downlink/recorded-channels.ts';
import { messages } from '../../messages.ts';
import { modelAxes } from './channels/axes.ts';
import type { Channels } from './channels/draw-channels.ts';

/** A file of channels. */
export interface ChannelRecord extends Recorded {
  /** E|h|^2 of each user's entries. */
  readonly gains: Float64Array;
}

/** Entries whose mean power is farther than this from that of CN(0, 1), in dB, were probably left in other units. */
const usual = 20;

/**
 * Channels of shape [trials, K, N, M] are taken as they are; the noise power is 1, the transmit power offset + 10^(snr / 10). Those that look
 * as if they had been left in other units, so that the SNR means something else, are named, unless a scaling says what they are.
 */
export async function openChannels(path: string, scaling?: Scaling): Promise<ChannelRecord> {
  const { sizes, ...file } = await readChannels(path, ['K', 'N', 'M'], scaling);
  const [K, N, M] = sizes;
  const gains = meanPowers(file.data as Float64Array, file.trials, K);
  const decibels = 10 * Math.log10(gains.reduce((sum, gain) => sum + gain, 0) / K);
  const isOdd = scaling === undefined && Math.abs(decibels) > usual;
  const caution = isOdd ? { caution: messages.unnormalized(path, decibels) } : {};
  return { axes: { M, K, N }, drawnOnly: Object.keys(modelAxes), gains, ...file, ...caution };
}

/** Mean squared modulus of each user's entries, given as re, im, over all trials. */
function meanPowers(values: Float64Array, trials: number, K: number): Float64Array {
  const powers = new Float64Array(K);
  const perUser = values.length / (trials * K);
  values.forEach((value, i) => {
    powers[Math.floor(i / perUser) % K] += value * value;
  });
  return powers.map((power) => (2 * power) / (perUser * trials));
}

/** The channels of some trials of a file; every user's mean power is that over the whole file. */
export function channelsOf(recorded: ChannelRecord, range: TrialRange): Channels {
  const gains = new Float64Array(range.count * recorded.gains.length);
  for (let first = 0; first < gains.length; first += recorded.gains.length) gains.set(recorded.gains, first);
  return { H: recordedChannels(recorded, range), gains };
}

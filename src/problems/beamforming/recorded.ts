import type { Recorded, Scaling } from '../../contracts/problem.ts';
import { readChannels } from '../../downlink/recorded-channels.ts';
import { messages } from '../../messages.ts';

/** Entries whose mean power is farther than this from that of CN(0, 1), in dB, were probably left in other units. */
const usual = 20;

/**
 * Channels of shape [trials, K, N, M] are taken as they are; the noise power is 1, the transmit power offset + 10^(snr / 10). Those that look
 * as if they had been left in other units, so that the SNR means something else, are named, unless a scaling says what they are.
 */
export async function openChannels(path: string, scaling?: Scaling): Promise<Recorded> {
  const { sizes, ...file } = await readChannels(path, ['K', 'N', 'M'], scaling);
  const [K, N, M] = sizes;
  const decibels = 10 * Math.log10(meanPower(file.data as Float64Array));
  const isOdd = scaling === undefined && Math.abs(decibels) > usual;
  const caution = isOdd ? { caution: messages.unnormalized(path, decibels) } : {};
  return { axes: { M, K, N }, ...file, ...caution };
}

/** Mean squared modulus of complex entries, given as re, im. */
function meanPower(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value * value;
  return (2 * sum) / values.length;
}

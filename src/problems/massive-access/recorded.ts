import type { Recorded, Scaling } from '../../contracts/problem.ts';
import { readChannels } from '../../downlink/recorded-channels.ts';
import { messages, UserError } from '../../messages.ts';

/** Entries whose mean power is farther than this from 1, in dB, have another SNR and threshold of activity than is said. */
const usual = 1;

/** Channels of all devices, active or not, of shape [trials, N, M]; who is active, and the noise, are drawn. */
export async function openChannels(path: string, scaling?: Scaling): Promise<Recorded> {
  if (scaling?.noisePower !== undefined) throw new UserError(messages.noiseBySnr());
  const { sizes, ...file } = await readChannels(path, ['N', 'M'], scaling);
  const [N, M] = sizes;
  const values = file.data as Float64Array;
  const decibels = 10 * Math.log10((2 * values.reduce((sum, value) => sum + value * value, 0)) / values.length);
  const caution = Math.abs(decibels) > usual ? { caution: messages.notOfUnitPower(path, decibels) } : {};
  return { axes: { N, M }, ...file, ...caution };
}

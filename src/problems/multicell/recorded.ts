import type { Recorded, Scaling } from '../../contracts/problem.ts';
import { readChannels } from '../../downlink/recorded-channels.ts';
import { messages, UserError } from '../../messages.ts';
import { drawnAxes, ofFile } from './scenario.ts';

/**
 * Channels of shape [trials, B, B U, Nr, Nt]: those from station b to user k at [b, k], users of station b first at k = b U. They are
 * taken as they are; the noise power is 1, and P the transmit power of each station.
 */
export async function openChannels(path: string, scaling?: Scaling): Promise<Recorded> {
  const { sizes, ...file } = await readChannels(path, ['B', 'B U', 'Nr', 'Nt'], scaling);
  const [B, K, Nr, Nt] = sizes;
  if (K % B !== 0) throw new UserError(messages.usersPerStation(path, K, B));
  const drawn = Object.fromEntries(drawnAxes.map((axis) => [axis, ofFile]));
  return { axes: { B, U: K / B, Nt, Nr, ...drawn }, ...file };
}

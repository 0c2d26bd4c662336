import type { Recorded } from '../../contracts/problem.ts';
import { readChannels } from '../../downlink/recorded-channels.ts';

/** Channels of shape [trials, K, N, M] are taken as they are; the noise power is 1, the transmit power offset + 10^(snr / 10). */
export async function openChannels(path: string): Promise<Recorded> {
  const { sizes, ...file } = await readChannels(path, ['K', 'N', 'M']);
  const [K, N, M] = sizes;
  return { axes: { M, K, N }, ...file };
}

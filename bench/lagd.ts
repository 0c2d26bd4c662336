import { beamforming } from '../src/problems/beamforming/problem.ts';
import { streamsFor } from '../src/random/streams.ts';
import { alternate, type Measurement, median } from './measurement.ts';
import { startPeer } from './peer.ts';

/** Channels that are solved at a time: the time of one is a share of theirs. */
const channels = 64;
const rounds = 8;
const iterations = 500;

/** The settings of the published code, and the networks of the paper. */
const networks = {
  'fnn, 1 x 20': { network: 'fnn', layers: 1, units: 20 },
  'fnn, 2 x 40': { network: 'fnn', layers: 2, units: 40 },
  'lstm, 2 x 40': { network: 'lstm', layers: 2, units: 40 },
  'cnn, 2 kernels': { network: 'cnn', layers: 2, units: 1 },
};

/**
 * LAGD with 500 iterations from one start, M = 4 antennas and users at 30 dB: the time of one channel on one thread, and, where
 * PyTorch is installed, how many times as long it takes there with the first of the networks.
 */
export async function benchLagd(): Promise<Measurement[]> {
  const solver = await beamforming.solvers.lagd();
  const scenario = beamforming.scenario.parse({ M: 4, K: 4, N: 1, d: 1, snr: 30, offset: 1 });
  const streams = streamsFor({ seed: 1, experiment: 'bench', scenario: 'lagd' });
  const instance = beamforming.draw(scenario, { first: 0, count: channels }, streams);
  const silent = { solution: () => {}, diagnostic: () => {}, lost: () => {} };
  const works = Object.values(networks).map((network) => {
    const parameters = solver.parameters.parse({ ...network, iterations });
    return () => solver.solve(instance, parameters, silent);
  });
  const peer = startPeer('lagd_torch.py', ['4', '4', '20', String(iterations)]);
  const times = await alternate(rounds, peer === undefined ? works : [...works, () => peer.step()]);
  await peer?.end();
  const ours = times.slice(0, works.length).map((each) => each.map((time) => time / channels));
  const found = Object.keys(networks).map((name, i) => ({
    name: `LAGD, ${iterations} iterations, one channel, ${name}`,
    value: median(ours[i]),
    unit: 'ms',
  }));
  if (peer === undefined) return found;
  const ratio = median(times[works.length].map((time, round) => time / ours[0][round]));
  return [...found, { name: `LAGD, fnn, 1 x 20: PyTorch one channel / ours`, value: ratio, unit: '1' }];
}

import { beamforming } from '../src/problems/beamforming/problem.ts';
import { streamsFor } from '../src/random/streams.ts';
import { alternate } from '../src/study/times/alternate.ts';
import { type Measurement, measured, ratio } from './measurement.ts';
import { startPeer } from './peer.ts';

/** Channels that are solved at a time: the time of one is a share of theirs. */
const channels = 64;
const rounds = 7;
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
 * PyTorch is installed, how many times as long it takes there with the first of the networks, on as many channels side by side and on
 * one alone.
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
  const peers = [channels, 1].flatMap((together) => {
    const peer = startPeer('lagd_torch.py', [4, 4, 20, iterations, together].map(String));
    return peer ? [{ together, peer }] : [];
  });
  const times = await alternate(rounds, [...works, ...peers.map(({ peer }) => peer)]);
  for (const { peer } of peers) await peer.end();
  const ours = times.slice(0, works.length).map((each) => each.map((time) => time / channels));
  const theirs = times.slice(works.length);
  return [
    ...Object.keys(networks).map((name, i) =>
      measured(`LAGD, ${iterations} iterations, one channel, ${name}`, ours[i], 'ms'),
    ),
    ...peers.map(({ together }, i) =>
      ratio(
        `LAGD, fnn, 1 x 20: PyTorch on ${together === 1 ? 'one channel alone' : `${together} channels`} / ours`,
        theirs[i].map((time) => time / together),
        ours[0],
      ),
    ),
  ];
}

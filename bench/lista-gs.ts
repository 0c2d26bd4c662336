import type { RealMatrix } from '../src/arrays/complex-matrix.ts';
import { compile, constant, input, type Tensor } from '../src/graph/index.ts';
import { drawInstance, type Instance } from '../src/problems/massive-access/instance.ts';
import { scenarioSchema } from '../src/problems/massive-access/scenario.ts';
import { alistaNetwork } from '../src/problems/massive-access/solvers/alista-gs.ts';
import { listaGsNetwork } from '../src/problems/massive-access/solvers/lista-gs.ts';
import { listaGscpNetwork } from '../src/problems/massive-access/solvers/lista-gscp.ts';
import type { UnrolledNetwork } from '../src/problems/massive-access/unrolled/network.ts';
import { streamsFor } from '../src/random/streams.ts';
import { alternate } from '../src/study/times/alternate.ts';
import type { NamedArrays } from '../src/unrolling/named-arrays.ts';
import { type Measurement, measured, ratio } from './measurement.ts';
import { startPeer } from './peer.ts';

/** Sizes of the paper's Table III, and how many iterations or layers it times. */
const axes = { L: 100, N: 200, M: 30, snr: 15 } as const;
const layers = 12;

/** Over which the median is taken. */
const rounds = 100;

/**
 * Inference: 12 layers of each network on one sample, compiled to one graph with its weights inside, on one thread; where NumPy is
 * installed, beside 12 iterations of ISTA-GS written there in double (its default) and single precision.
 */
export async function benchListaGs(): Promise<Measurement[]> {
  const networks = [listaGsNetwork, listaGscpNetwork, alistaNetwork];
  const { real, Y } = drawn(0);
  const sessions = await Promise.all(networks.map((network) => compile({ X: wholeNetwork(network, real) })));
  const feeds = { Y: Float32Array.from(Y) };
  const peers = ['float64', 'float32'].flatMap((kind) => {
    const peer = startPeer('ista_gs_numpy.py', [kind], 'numpy');
    return peer ? [{ kind, peer }] : [];
  });
  const works = [...sessions.map((session) => () => session.run(feeds)), ...peers.map(({ peer }) => peer)];
  const times = await alternate(rounds, works);
  for (const { peer } of peers) await peer.end();
  for (const session of sessions) await session.release();
  return networks.flatMap(({ name }, i) => [
    measured(`12 layers of ${name}, one sample`, times[i], 'ms'),
    ...peers.map(({ kind }, j) =>
      ratio(`12 iterations of ISTA-GS in NumPy ${kind} / 12 layers of ${name}`, times[networks.length + j], times[i]),
    ),
  ]);
}

/** All layers, each with arrays of its own: a trained network has as many numbers to read. */
function wholeNetwork(network: UnrolledNetwork, S: RealMatrix): Tensor {
  const Y = input('Y', [axes.M, 2 * axes.L]);
  const fixed = constants(network.fixed(S));
  let X: Tensor | undefined;
  for (let layer = 0; layer < layers; layer++) {
    const learned = constants(network.initial(S));
    X = network.layer({ X, Y, fixed, learned, grouping: { M: axes.M, groups: 'real' } });
  }
  return X!;
}

function drawn(trial: number): Instance {
  const streams = streamsFor({ seed: 1, experiment: 'bench', scenario: 'table3' });
  return drawInstance(scenarioSchema.parse(axes), { first: trial, count: 1 }, streams);
}

function constants(arrays: NamedArrays): Record<string, Tensor> {
  return Object.fromEntries(Object.entries(arrays).map(([name, { shape, values }]) => [name, constant(values, shape)]));
}

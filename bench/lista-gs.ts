import type { RealMatrix } from '../src/arrays/complex-matrix.ts';
import { compile, constant, input, type Tensor } from '../src/graph/index.ts';
import { drawInstance, type Instance } from '../src/problems/massive-access/instance.ts';
import { massiveAccess } from '../src/problems/massive-access/problem.ts';
import { scenarioSchema } from '../src/problems/massive-access/scenario.ts';
import { alistaNetwork } from '../src/problems/massive-access/solvers/alista-gs.ts';
import { listaGsNetwork } from '../src/problems/massive-access/solvers/lista-gs.ts';
import { listaGscpNetwork } from '../src/problems/massive-access/solvers/lista-gscp.ts';
import type { UnrolledNetwork } from '../src/problems/massive-access/unrolled/network.ts';
import { streamsFor } from '../src/random/streams.ts';
import type { NamedArrays } from '../src/unrolling/named-arrays.ts';
import { alternate, type Measurement, measured, ratio } from './measurement.ts';
import { startPeer } from './peer.ts';

/** Sizes of Table III, and how many iterations or layers it times. */
const axes = { L: 100, N: 200, M: 30, snr: 15 } as const;
const layers = 12;

/** Samples over which times are averaged in Table III; here over which the median is taken. */
const rounds = 100;

const iterative = ['ista-gs', 'nesterov', 'amp-mmv', 'amp-mmse'] as const;
const unrolled = ['lista-gs', 'lista-gscp', 'alista-gs'] as const;

/**
 * Table III: the processor time that every method takes for one sample with 12 iterations or layers, as a ratio to that of ISTA-GS, on
 * one thread, all in turn. As experiments run them: every iteration is one call of ONNX Runtime and is reported. Networks are as
 * they begin: training does not change what they cost. AMP computes in double, the others in single precision.
 */
export async function timesOfTable3(): Promise<Measurement[]> {
  const samples = Array.from({ length: 16 }, (_, i) => drawn(i));
  const asked = [
    ...iterative.map((name) => ({ name, settings: { iterations: layers } })),
    ...unrolled.map((name) => ({ name, settings: { layers, alone: 0, joint: 0 } })),
  ];
  const works = await Promise.all(
    asked.map(async ({ name, settings }) => {
      const solver = await massiveAccess.solvers[name]();
      const parameters = solver.parameters.parse(settings);
      let next = 0;
      return () => solver.solve(samples[next++ % samples.length], parameters, silent);
    }),
  );
  const times = await alternate(rounds, works);
  const reference = times[0];
  return asked.flatMap(({ name }, i) => [
    measured(`Table III, ${name}`, times[i], 'ms'),
    ratio(`Table III, ${name} / ista-gs`, times[i], reference),
  ]);
}

/**
 * Inference: 12 layers of each network on one sample, compiled to one graph with its weights inside, on one thread; where NumPy is
 * installed, beside 12 iterations of ISTA-GS written there in double (its default) and single precision.
 */
export async function inference(): Promise<Measurement[]> {
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

/** The benchmarks of the massive access paper. */
export async function benchListaGs(): Promise<Measurement[]> {
  return [...(await timesOfTable3()), ...(await inference())];
}

const silent = { solution: () => {}, diagnostic: () => {}, lost: () => {} };

function drawn(trial: number): Instance {
  const streams = streamsFor({ seed: 1, experiment: 'bench', scenario: 'table3' });
  return drawInstance(scenarioSchema.parse(axes), { first: trial, count: 1 }, streams);
}

function constants(arrays: NamedArrays): Record<string, Tensor> {
  return Object.fromEntries(Object.entries(arrays).map(([name, { shape, values }]) => [name, constant(values, shape)]));
}

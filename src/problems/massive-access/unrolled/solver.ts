import type { Arrays } from '../../../graph/index.ts';
import type { Observer, Solver } from '../../problem.ts';
import type { Weights } from '../../training.ts';
import type { RealMatrix } from '../complex-matrix.ts';
import type { Instance } from '../instance.ts';
import type { Solution } from '../solution.ts';
import { arrayOf, groupsOf, iterate, zeros } from '../solvers/iterations.ts';
import { layerSession, learnedName } from './graphs.ts';
import { inspectWeights } from './inspection.ts';
import { layerWiseTraining } from './layer-wise-training.ts';
import { layerArrays } from './layout.ts';
import type { NamedArrays, UnrolledNetwork } from './network.ts';
import { type UnrolledParameters, unrolledParameters } from './parameters.ts';

/** The solver that estimates with a network, layer by layer, with trained weights or as the network begins. */
export function unrolledSolver(network: UnrolledNetwork): Solver<Instance, Solution> {
  const arraysOf = remembered((S) => ({ fixed: network.fixed(S), learned: network.initial(S) }));
  return {
    name: network.name,
    summary: network.summary,
    parameters: unrolledParameters,
    reports: 'every iteration',
    training: layerWiseTraining(network),
    flops: ({ L, N, M }) => network.flops({ L: Number(L), N: Number(N), M: Number(M) }),
    async solve(instance, given, observer, weights) {
      const parameters = given as UnrolledParameters;
      const { fixed, learned } = arraysOf(instance.real);
      await estimate(network, instance, parameters, { fixed, learned, weights }, observer);
      if (parameters.inspect === 'weights') inspectWeights(instance, learned, weights, parameters.layers, observer);
    },
  };
}

interface NetworkArrays {
  readonly fixed: NamedArrays;
  /** Learned arrays of a layer, as they begin. */
  readonly learned: NamedArrays;
  readonly weights: Weights | undefined;
}

async function estimate(
  network: UnrolledNetwork,
  instance: Instance,
  { layers, groups, precision }: UnrolledParameters,
  { fixed, learned, weights }: NetworkArrays,
  observer: Observer<Solution>,
): Promise<void> {
  const { L, N, M } = instance;
  const constants = Object.fromEntries(
    Object.entries(fixed).map(([name, { values }]) => [name, arrayOf(precision, values)]),
  );
  const feeds = Array.from({ length: layers }, (_, k) =>
    Object.fromEntries(
      Object.entries(layerArrays(learned, weights, k)).map(([name, values]) => [
        learnedName(name, 0),
        arrayOf(precision, values),
      ]),
    ),
  );
  for (const { range, Y } of groupsOf(instance, precision)) {
    const session = await layerSession({ network, L, N, M, trials: range.count, groups, precision, fixed, learned });
    const iteration = {
      session,
      constants: { ...constants, Y },
      state: { X: zeros(precision, range.count * M * 2 * N) },
      numbers: (layer: number): Arrays => feeds[layer - 1],
      solution: (results: Arrays) => ({ X: results["X'"] as Solution['X'] }),
    };
    await iterate(iteration, layers, range, observer);
  }
}

/** `compute`, once for every matrix. */
function remembered<T>(compute: (S: RealMatrix) => T): (S: RealMatrix) => T {
  const known = new WeakMap<RealMatrix, { readonly value: T }>();
  return (S) => {
    const entry = known.get(S) ?? { value: compute(S) };
    known.set(S, entry);
    return entry.value;
  };
}

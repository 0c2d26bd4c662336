import type { RealMatrix } from '../../../arrays/complex-matrix.ts';
import type { Observer } from '../../../contracts/problem.ts';
import type { Vector, Weights } from '../../../contracts/training.ts';
import type { Arrays } from '../../../graph/index.ts';
import { arrayOf, iterate, type Precision, zeros } from '../../../unrolling/iterations.ts';
import { layerArrays } from '../../../unrolling/layout.ts';
import type { NamedArrays } from '../../../unrolling/named-arrays.ts';
import { remembered } from '../../../unrolling/remembered.ts';
import { decided, decisions } from '../decision.ts';
import type { Instance } from '../instance.ts';
import type { Solution } from '../solution.ts';
import type { MassiveAccessSolver } from '../solver.ts';
import { groupsOf } from '../trial-groups.ts';
import { layerSession, learnedName } from './graphs.ts';
import { inspectWeights } from './inspection.ts';
import { layerWiseTraining } from './layer-wise-training.ts';
import type { UnrolledNetwork } from './network.ts';
import { type UnrolledParameters, unrolledParameters } from './parameters.ts';
import { outputs } from './validation.ts';

/** The solver that estimates with a network, layer by layer, with trained weights or as the network begins. */
export function unrolledSolver(network: UnrolledNetwork): MassiveAccessSolver<UnrolledParameters> {
  const begun = remembered((S: RealMatrix, precision: Precision) => begin(network, S, precision));
  return {
    name: network.name,
    summary: network.summary,
    parameters: unrolledParameters,
    reports: 'every iteration',
    training: layerWiseTraining(network),
    flops: (sizes) => network.flops(sizes),
    async solve(instance, parameters, observer, weights) {
      const start = begun(instance.real, parameters.precision);
      await estimate(network, instance, parameters, start, weights, observer);
      if (parameters.inspect === 'weights') {
        inspectWeights(instance, start.learned, weights, parameters.layers, observer);
      }
    },
  };
}

/** A network before training. */
interface Begun {
  readonly fixed: NamedArrays;
  /** Learned arrays of a layer. */
  readonly learned: NamedArrays;
  /** Both as graphs take them. */
  readonly constants: Arrays;
  readonly layer: Arrays;
}

function begin(network: UnrolledNetwork, S: RealMatrix, precision: Precision): Begun {
  const [fixed, learned] = [network.fixed(S), network.initial(S)];
  const constants = Object.entries(fixed).map(([name, { values }]) => [name, arrayOf(precision, values)]);
  return {
    fixed,
    learned,
    constants: Object.fromEntries(constants),
    layer: feedsOf(layerArrays(learned, undefined, 0), precision),
  };
}

/** Learned arrays of every layer as graphs take them. */
const trainedLayers = remembered((weights: Weights, precision: Precision): Arrays[] => {
  const stacked = Object.entries(weights).filter(([name]) => name !== decisions && name !== outputs);
  const [layers] = stacked[0][1].shape;
  return Array.from({ length: layers }, (_, layer) => {
    const own = stacked.map(([name, { values }]) => {
      const length = values.length / layers;
      return [name, values.subarray(layer * length, (layer + 1) * length)];
    });
    return feedsOf(Object.fromEntries(own), precision);
  });
});

function feedsOf(arrays: Readonly<Record<string, Vector>>, precision: Precision): Arrays {
  return Object.fromEntries(
    Object.entries(arrays).map(([name, values]) => [learnedName(name, 0), arrayOf(precision, values)]),
  );
}

async function estimate(
  network: UnrolledNetwork,
  instance: Instance,
  { layers, groups, precision }: UnrolledParameters,
  { fixed, learned, constants, layer }: Begun,
  weights: Weights | undefined,
  observer: Observer<Solution>,
): Promise<void> {
  const { L, N, M } = instance;
  const feeds = weights && trainedLayers(weights, precision);
  const thresholds = weights?.[decisions]?.values;
  const best = weights?.[outputs]?.values;
  for (const { range, Y } of groupsOf(instance, precision)) {
    const session = await layerSession({ network, L, N, M, trials: range.count, groups, precision, fixed, learned });
    const estimates: Solution['X'][] = [];
    const iteration = {
      session,
      constants: { ...constants, Y },
      state: { X: zeros(precision, range.count * M * 2 * N) },
      numbers: (iteration: number): Arrays => feeds?.[iteration - 1] ?? layer,
      solution(results: Arrays, iteration: number): Solution {
        estimates.push(results["X'"] as Solution['X']);
        const layer = best?.[iteration - 1] ?? iteration - 1;
        return decided(estimates[layer], instance, range.count, thresholds?.[layer]);
      },
    };
    await iterate(iteration, layers, range, observer);
  }
}

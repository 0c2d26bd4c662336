import { cachedSession, gradients, input, type Session, scope, type Tensor } from '../../../graph/index.ts';
import type { Precision } from '../../../unrolling/iterations.ts';
import type { NamedArrays } from '../../../unrolling/named-arrays.ts';
import type { Groups } from '../shrinkage-step.ts';
import type { UnrolledNetwork } from './network.ts';

/** A network with everything that its graphs depend on but the number of layers. */
export interface NetworkGraphs {
  readonly network: UnrolledNetwork;
  readonly L: number;
  readonly N: number;
  readonly M: number;
  /** Trials that are computed together. */
  readonly trials: number;
  readonly groups: Groups;
  readonly precision: Precision;
  /** Of these arrays only names and shapes count. */
  readonly fixed: NamedArrays;
  readonly learned: NamedArrays;
}

/** One layer: from X, Y, fixed and learned arrays to X'. */
export function layerSession(graphs: NetworkGraphs): Promise<Session> {
  return cachedSession(keyOf(graphs, 'layer'), () => {
    const X = estimateInput(graphs, 'X');
    return { "X'": graphs.network.layer({ ...sharedInputs(graphs), X, learned: learnedInputs(graphs, 0) }) };
  });
}

/** Loss (17) of one layer on the estimates X of the layers before, and its gradients, each under the name of its array. */
export function aloneSession(graphs: NetworkGraphs): Promise<Session> {
  return cachedSession(keyOf(graphs, 'alone'), () => withGradients(graphs, 1, estimateInput(graphs, 'X')));
}

/** Loss (18) of the network of the first `layers` layers, and the gradients of all of them. */
export function jointSession(graphs: NetworkGraphs, layers: number): Promise<Session> {
  return cachedSession(keyOf(graphs, `joint ${layers}`), () => withGradients(graphs, layers, undefined));
}

/** Name of a learned array of a layer, from 0, among the inputs and gradients of a graph. */
export function learnedName(name: string, layer: number): string {
  return `${name}.${layer}`;
}

/** Name of the output of a graph with the gradient of an array. */
export function gradientName(name: string, layer: number): string {
  return `gradient/${learnedName(name, layer)}`;
}

function withGradients(graphs: NetworkGraphs, layers: number, start: Tensor | undefined) {
  const shared = sharedInputs(graphs);
  const variables: [string, Tensor][] = [];
  let X = start;
  for (let layer = 0; layer < layers; layer++) {
    const learned = learnedInputs(graphs, layer);
    X = scope(`layer${layer}`, () => graphs.network.layer({ ...shared, X, learned }));
    for (const name of Object.keys(learned)) variables.push([gradientName(name, layer), learned[name]]);
  }
  const loss = X!.sub(estimateInput(graphs, 'target')).square().sum(1).sum();
  const slopes = gradients(
    loss,
    variables.map(([, tensor]) => tensor),
  );
  return { loss, ...Object.fromEntries(variables.map(([name], i) => [name, slopes[i]])) };
}

/** What every layer of a graph is given. */
function sharedInputs({ L, M, trials, groups, precision, fixed }: NetworkGraphs) {
  return {
    Y: input('Y', [trials * M, 2 * L], precision),
    fixed: inputs(fixed, precision),
    grouping: { M, groups },
  };
}

function estimateInput({ N, M, trials, precision }: NetworkGraphs, name: string): Tensor {
  return input(name, [trials * M, 2 * N], precision);
}

function learnedInputs({ learned, precision }: NetworkGraphs, layer: number): Record<string, Tensor> {
  return inputs(learned, precision, (name) => learnedName(name, layer));
}

function inputs(arrays: NamedArrays, precision: Precision, nameOf = (name: string) => name): Record<string, Tensor> {
  return Object.fromEntries(
    Object.entries(arrays).map(([name, { shape }]) => [name, input(nameOf(name), shape, precision)]),
  );
}

function keyOf({ network, L, N, M, trials, groups, precision }: NetworkGraphs, graph: string): string {
  return `${network.name} ${L} ${N} ${M} ${trials} ${groups} ${precision} ${graph}`;
}

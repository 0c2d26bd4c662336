/**
 * A layer as its cost depends on it. `times` says how often it is applied to one sample; `shared` layers are applied again with the
 * parameters of an earlier one.
 */
export type Layer = (Linear | Convolution | Normalization | Attention | Lstm | Unexplained) & Application;

interface Application {
  readonly times?: number;
  /** How often the paper's count has it: every time where this is left out. */
  readonly countedTimes?: number;
  /** Its parameters belong to a layer that has been counted. */
  readonly shared?: true;
}

interface Linear {
  readonly kind: 'linear';
  readonly inputs: number;
  readonly outputs: number;
  /** Whether outputs have a bias; its addition is no multiplication. */
  readonly bias: boolean;
  /** A matrix that is drawn, not learned. */
  readonly fixed?: true;
}

interface Convolution {
  readonly kind: 'convolution';
  readonly from: number;
  readonly to: number;
  /** Side of the square kernel. */
  readonly kernel: number;
  readonly pixels: number;
  readonly bias: boolean;
}

interface Normalization {
  readonly kind: 'normalization';
  readonly elements: number;
  /** Scales and shifts. */
  readonly parameters: number;
}

/** Multi-head attention with its four projections, all of the tokens' width. */
interface Attention {
  readonly kind: 'attention';
  readonly tokens: number;
  readonly width: number;
}

interface Lstm {
  readonly kind: 'lstm';
  readonly inputs: number;
  readonly hidden: number;
}

/** Operations that the paper's totals hold beyond those of its layers. */
interface Unexplained {
  readonly kind: 'unexplained';
  readonly operations: number;
}

export interface Cost {
  /** Multiply-accumulates for one sample. */
  readonly operations: number;
  readonly parameters: number;
}

/**
 * What the paper's tool, a counter of PyTorch modules, gives: in x out for a linear layer, four operations for each element that is
 * normalized, 4 ((in + h) h + 3 h) + 4 h for a step of an LSTM; nothing for attention, which it does not see, nor for activations. Layers are
 * counted as often as the paper counted them.
 */
export function countedCost(layers: readonly Layer[]): Cost {
  return sumOf(layers, (layer) => ({
    operations: unitOperations(layer) * (layer.countedTimes ?? layer.times ?? 1),
    parameters: layer.kind === 'attention' ? 0 : parametersOf(layer),
  }));
}

/** The same rules for every row, element and pass of one sample, with the products of attention; and all parameters. */
export function costOfSample(layers: readonly Layer[]): Cost {
  return sumOf(layers, (layer) => ({
    operations: (unitOperations(layer) + attentionOperations(layer)) * (layer.times ?? 1),
    parameters: parametersOf(layer),
  }));
}

/** Entries of weight matrices and kernels alone, without biases and normalizations: how the paper counted the parameters of CsiNet. */
export function weightsOf(layers: readonly Layer[]): number {
  return sumOf(layers, (layer) => ({ operations: 0, parameters: layer.shared ? 0 : weights(layer) })).parameters;
}

function sumOf(layers: readonly Layer[], of: (layer: Layer) => Cost): Cost {
  let [operations, parameters] = [0, 0];
  for (const layer of layers) {
    const cost = of(layer);
    operations += cost.operations;
    parameters += cost.parameters;
  }
  return { operations, parameters };
}

function unitOperations(layer: Layer): number {
  switch (layer.kind) {
    case 'linear':
      return layer.inputs * layer.outputs;
    case 'convolution':
      return layer.to * layer.pixels * layer.from * layer.kernel ** 2;
    case 'normalization':
      return 4 * layer.elements;
    case 'lstm': {
      const { inputs, hidden: h } = layer;
      return 4 * ((inputs + h) * h + 3 * h) + 4 * h;
    }
    case 'attention':
      return 0;
    case 'unexplained':
      return layer.operations;
  }
}

/** Four projections, the products of queries and keys, and those with the values. */
function attentionOperations(layer: Layer): number {
  if (layer.kind !== 'attention') return 0;
  const { tokens, width } = layer;
  return 4 * tokens * width ** 2 + 2 * tokens ** 2 * width;
}

function weights(layer: Layer): number {
  if (layer.kind === 'linear') return layer.fixed ? 0 : layer.inputs * layer.outputs;
  return layer.kind === 'convolution' ? layer.to * layer.from * layer.kernel ** 2 : 0;
}

function parametersOf(layer: Layer): number {
  if (layer.shared) return 0;
  switch (layer.kind) {
    case 'linear':
      return weights(layer) + (layer.bias ? layer.outputs : 0);
    case 'convolution':
      return weights(layer) + (layer.bias ? layer.to : 0);
    case 'normalization':
      return layer.parameters;
    case 'attention':
      return 4 * (layer.width ** 2 + layer.width);
    case 'lstm':
      // Two biases a gate, as PyTorch has them.
      return 4 * ((layer.inputs + layer.hidden) * layer.hidden + 2 * layer.hidden);
    case 'unexplained':
      return 0;
  }
}

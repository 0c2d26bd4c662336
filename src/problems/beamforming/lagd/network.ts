import type { Lanes, RealMatrix } from '../../../lanes/index.ts';
import { HyperbolicTangent } from './activation.ts';
import { Convolution, convolutionSpecs, type KernelSize } from './convolution.ts';
import type { DifferentiatedSignal, Layer, Signal } from './layer.ts';
import { Linear, linearSpecs } from './linear.ts';
import { LstmLayer, lstmSpecs, type Memory } from './lstm-layer.ts';
import { type ParameterSpec, Theta } from './theta.ts';

/** Which network, and of which size. */
export interface Architecture {
  readonly network: 'fnn' | 'lstm' | 'cnn';
  /** Hidden layers. */
  readonly layers: number;
  /** Units of a hidden layer; channels of a convolution. */
  readonly units: number;
  /** What stands behind every hidden layer of an FNN or CNN. */
  readonly activation: 'none' | 'tanh';
  /** LSTM: what is known of the iterations before. */
  readonly memory: Memory;
  /** CNN: images of users x 2 M entries, or all entries in one line. */
  readonly convolution: '2-d' | '1-d';
  /** CNN: side of the kernel. */
  readonly kernel: number;
}

/** A network G_theta from a matrix to one of the same size, row by row a user's stream, with a theta of its own in every lane. */
export interface Network {
  readonly theta: Theta;
  readonly input: RealMatrix;
  readonly output: DifferentiatedSignal;
  /** In the order of the forward pass. */
  readonly layers: readonly Layer[];
}

/** The arrays that theta consists of, for rows of `width` entries. */
export function parametersOf(architecture: Architecture, width: number): ParameterSpec[] {
  const { network, layers, units, memory } = architecture;
  const hidden = Array.from({ length: layers }, (_, l) => l);
  if (network === 'fnn') {
    const specs = hidden.flatMap((l) => linearSpecs(`hidden.${l}`, l === 0 ? width : units, units));
    return [...specs, ...linearSpecs('out', units, width)];
  }
  if (network === 'lstm') {
    const specs = hidden.flatMap((l) => lstmSpecs(l, l === 0 ? width : units, units, memory));
    return [...specs, ...linearSpecs('out', units, width)];
  }
  const size = kernelOf(architecture);
  const specs = hidden.flatMap((l) => convolutionSpecs(l, l === 0 ? 1 : units, units, size));
  return [...specs, ...linearSpecs('out', units * width, width)];
}

/** A network for `rows` rows of `width` entries. */
export function networkOf(lanes: Lanes, architecture: Architecture, rows: number, width: number): Network {
  const theta = new Theta(lanes, parametersOf(architecture, width));
  if (architecture.network === 'cnn') return convolutional(lanes, theta, architecture, rows, width);
  const input: Signal = { value: lanes.real(rows, width) };
  const hidden =
    architecture.network === 'fnn' ? linearLayers(theta, architecture, input) : lstmLayers(theta, architecture, input);
  const out = new Linear(theta, 'out', [hidden.output]);
  return { theta, input: input.value, output: out.output, layers: [...hidden.layers, out] };
}

interface Hidden {
  readonly layers: readonly Layer[];
  readonly output: DifferentiatedSignal;
}

function linearLayers(theta: Theta, { layers: count, activation }: Architecture, input: Signal): Hidden {
  const layers: Layer[] = [];
  let last: Signal = input;
  for (let l = 0; l < count; l++) {
    const linear = new Linear(theta, `hidden.${l}`, [last]);
    layers.push(linear);
    last = linear.output;
    if (activation === 'none') continue;
    const bent = new HyperbolicTangent(linear.output);
    layers.push(bent);
    last = bent.output;
  }
  return { layers, output: last as DifferentiatedSignal };
}

function lstmLayers(theta: Theta, { layers: count, memory }: Architecture, input: Signal): Hidden {
  const layers: LstmLayer[] = [];
  for (let l = 0; l < count; l++) layers.push(new LstmLayer(theta, l, layers[l - 1]?.output ?? input, memory));
  return { layers, output: layers[count - 1].output };
}

function kernelOf({ kernel, convolution }: Architecture): KernelSize {
  return [convolution === '2-d' ? kernel : 1, kernel];
}

/**
 * Convolutions, and a linear layer on every row of their images. The one-dimensional ones see all rows of an image as a single
 * line of rows x width entries, so that neighbours in it may belong to two users.
 */
function convolutional(lanes: Lanes, theta: Theta, architecture: Architecture, rows: number, width: number): Network {
  const { layers: count, activation, convolution } = architecture;
  const line = lanes.real(1, rows * width);
  const image = line.shaped(rows, width);
  const layers: Layer[] = [];
  let channels: readonly Signal[] = [{ value: convolution === '2-d' ? image : line }];
  for (let l = 0; l < count; l++) {
    const convolved = new Convolution(theta, l, channels, kernelOf(architecture));
    layers.push(convolved);
    channels = convolved.output;
    if (activation === 'none') continue;
    const bent = convolved.output.map((channel) => new HyperbolicTangent(channel));
    layers.push(...bent);
    channels = bent.map(({ output }) => output);
  }
  const images = (channels as readonly DifferentiatedSignal[]).map((channel) => imageOf(channel, rows, width));
  const out = new Linear(theta, 'out', images);
  return { theta, input: image, output: out.output, layers: [...layers, out] };
}

/** A channel as an image, whether or not it is kept as a line. */
function imageOf({ value, gradient }: DifferentiatedSignal, rows: number, width: number): DifferentiatedSignal {
  if (value.rows === rows) return { value, gradient };
  return { value: value.shaped(rows, width), gradient: gradient.shaped(rows, width) };
}

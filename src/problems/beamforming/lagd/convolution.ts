import { addScaled, innerProduct, type RealMatrix, scale, sum, zero } from '../../../lanes/index.ts';
import { type DifferentiatedSignal, type Layer, type Signal, signal } from './layer.ts';
import type { ParameterSpec, Theta } from './theta.ts';

/** Height and width of a kernel, both odd. */
export type KernelSize = readonly [number, number];

/** Parameters of a convolution, started as PyTorch does: uniform up to 1 / sqrt(channels in x height x width). */
export function convolutionSpecs(
  layer: number,
  channelsIn: number,
  channelsOut: number,
  size: KernelSize,
): ParameterSpec[] {
  const bound = 1 / Math.sqrt(channelsIn * size[0] * size[1]);
  return [
    { name: `conv.${layer}.weight`, shape: [channelsOut, channelsIn, ...size], bound },
    { name: `conv.${layer}.bias`, shape: [channelsOut], bound },
  ];
}

/** One entry of a kernel, with the parts of the images that it brings together. */
interface Tap {
  readonly weight: RealMatrix;
  readonly weightGradient: RealMatrix;
  readonly from: Signal;
  readonly to: DifferentiatedSignal;
}

/**
 * Two-dimensional convolution of images of one size, zero outside of their edges: Y_o = b_o + sum_c sum_{a, b} w_ocab X_c shifted by
 * (a, b), the kernel's middle being (0, 0). (A correlation, as everywhere in learning.) Every tap is a scaled addition of a part
 * of an image.
 */
export class Convolution implements Layer {
  readonly output: readonly DifferentiatedSignal[];
  readonly flops: number;
  readonly #inputs: readonly Signal[];
  readonly #taps: readonly Tap[];
  readonly #bias: readonly { readonly value: RealMatrix; readonly gradient: RealMatrix }[];
  readonly #ones: RealMatrix;

  constructor(theta: Theta, layer: number, inputs: readonly Signal[], size: KernelSize) {
    const { lanes, rows, cols } = inputs[0].value;
    const weight = theta.parameter(`conv.${layer}.weight`);
    const bias = theta.parameter(`conv.${layer}.bias`);
    const channels = weight.value.rows;
    this.#inputs = inputs;
    this.output = Array.from({ length: channels }, () => signal(lanes, rows, cols));
    this.#bias = this.output.map((_, o) => ({
      value: bias.value.block(0, o, 1, 1),
      gradient: bias.gradient.block(0, o, 1, 1),
    }));
    this.#ones = lanes.real(rows, cols);
    this.#ones.fill(1);
    this.#taps = this.output.flatMap((to, o) =>
      inputs.flatMap((from, c) =>
        shifts(size).flatMap(({ down, right }, entry) => {
          const place = c * size[0] * size[1] + entry;
          const parts = overlap(from, to, down, right);
          return parts === undefined
            ? []
            : [
                {
                  ...parts,
                  weight: weight.value.block(o, place, 1, 1),
                  weightGradient: weight.gradient.block(o, place, 1, 1),
                },
              ];
        }),
      ),
    );
    const passes = inputs[0].gradient ? 3 : 2;
    this.flops = this.#taps.reduce((total, { to }) => total + passes * 2 * to.value.rows * to.value.cols, 0);
  }

  forward(): void {
    this.output.forEach(({ value }, o) => {
      scale(value, this.#bias[o].value, this.#ones);
    });
    for (const { weight, from, to } of this.#taps) addScaled(to.value, weight, from.value);
  }

  backward(): void {
    this.output.forEach(({ gradient }, o) => {
      sum(this.#bias[o].gradient, gradient);
    });
    for (const { gradient } of this.#inputs) if (gradient) zero(gradient);
    for (const { weight, weightGradient, from, to } of this.#taps) {
      innerProduct(weightGradient, to.gradient, from.value);
      if (from.gradient) addScaled(from.gradient, weight, to.gradient);
    }
  }
}

/** By how much each entry of a kernel looks down and to the right, row by row. */
function shifts([height, width]: KernelSize): { readonly down: number; readonly right: number }[] {
  return Array.from({ length: height * width }, (_, entry) => ({
    down: Math.floor(entry / width) - (height - 1) / 2,
    right: (entry % width) - (width - 1) / 2,
  }));
}

/** The parts of input and output for which Y(i, j) sees X(i + down, j + right); undefined where no entry does. */
function overlap(input: Signal, output: DifferentiatedSignal, down: number, right: number) {
  const { rows, cols } = output.value;
  const height = rows - Math.abs(down);
  const width = cols - Math.abs(right);
  if (height < 1 || width < 1) return undefined;
  const part = (X: RealMatrix, down: number, right: number) =>
    X.block(Math.max(0, down), Math.max(0, right), height, width);
  return {
    from: {
      value: part(input.value, down, right),
      ...(input.gradient && { gradient: part(input.gradient, down, right) }),
    },
    to: { value: part(output.value, -down, -right), gradient: part(output.gradient, -down, -right) },
  };
}

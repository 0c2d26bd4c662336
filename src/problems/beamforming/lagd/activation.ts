import { type RealMatrix, subtract, tanh, times } from '../../../lanes/index.ts';
import { type DifferentiatedSignal, type Layer, signal } from './layer.ts';

/** Y = tanh X, entry by entry. */
export class HyperbolicTangent implements Layer {
  readonly output: DifferentiatedSignal;
  readonly flops: number;
  readonly #input: DifferentiatedSignal;

  constructor(input: DifferentiatedSignal) {
    const { lanes, rows, cols } = input.value;
    this.#input = input;
    this.output = signal(lanes, rows, cols);
    this.flops = 4 * rows * cols;
  }

  forward(): void {
    tanh(this.output.value, this.#input.value);
  }

  backward(): void {
    throughTanh(this.#input.gradient, this.output.value, this.output.gradient);
  }
}

/** dX = dY (1 - Y^2) for Y = tanh X; dX is none of the others. */
export function throughTanh(dX: RealMatrix, Y: RealMatrix, dY: RealMatrix): void {
  times(dX, Y, Y);
  times(dX, dX, dY);
  subtract(dX, dY, dX);
}

/** dX = dY Y (1 - Y) for Y = 1 / (1 + e^-X); dX is none of the others. */
export function throughSigmoid(dX: RealMatrix, Y: RealMatrix, dY: RealMatrix): void {
  times(dX, Y, Y);
  subtract(dX, Y, dX);
  times(dX, dX, dY);
}

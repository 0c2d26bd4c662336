import { copy, multiplyReal, multiplyRealAdd, type RealMatrix } from '../../../lanes/index.ts';
import { type DifferentiatedSignal, type Layer, type Signal, signal } from './layer.ts';
import type { Parameter, ParameterSpec, Theta } from './theta.ts';

/** Parameters of a linear layer, started as PyTorch does: uniform up to 1 / sqrt(inputs). */
export function linearSpecs(name: string, inputs: number, outputs: number): ParameterSpec[] {
  const bound = 1 / Math.sqrt(inputs);
  return [
    { name: `${name}.weight`, shape: [outputs, inputs], bound },
    { name: `${name}.bias`, shape: [outputs], bound },
  ];
}

/** An input of a layer with the columns of the weights that it meets. */
interface Weighted {
  readonly input: Signal;
  readonly weight: RealMatrix;
  readonly weightGradient: RealMatrix;
}

/** Y = [X_1 X_2 ...] W^T + b for every row; the inputs X_1, X_2 ... stand side by side. */
export class Linear implements Layer {
  readonly output: DifferentiatedSignal;
  readonly flops: number;
  readonly #weighted: readonly Weighted[];
  readonly #bias: Parameter;
  readonly #ones: RealMatrix;

  constructor(theta: Theta, name: string, inputs: readonly Signal[]) {
    const { value, gradient } = theta.parameter(`${name}.weight`);
    const { lanes, rows } = inputs[0].value;
    let first = 0;
    this.#weighted = inputs.map((input) => {
      const { cols } = input.value;
      const place = first;
      first += cols;
      return {
        input,
        weight: value.columnRange(place, cols),
        weightGradient: gradient.columnRange(place, cols),
      };
    });
    this.#bias = theta.parameter(`${name}.bias`);
    this.#ones = lanes.constant(1).repeated(rows);
    this.output = signal(lanes, rows, value.rows);
    this.flops = linearFlops(rows, value.rows, this.#weighted);
  }

  forward(): void {
    const { value } = this.output;
    copy(value, this.#bias.value.repeated(value.rows));
    for (const { input, weight } of this.#weighted) multiplyRealAdd(value, input.value, weight.transpose);
  }

  backward(): void {
    const { gradient } = this.output;
    multiplyReal(this.#bias.gradient, this.#ones.transpose, gradient);
    for (const { input, weight, weightGradient } of this.#weighted) {
      multiplyReal(weightGradient, gradient.transpose, input.value);
      if (input.gradient) multiplyReal(input.gradient, gradient, weight);
    }
  }
}

/** A product forward and one for the weights' gradients, and one for that of the input where it is asked for. */
function linearFlops(rows: number, outputs: number, weighted: readonly Weighted[]): number {
  const products = weighted.map(({ input }) => (input.gradient ? 3 : 2) * 2 * rows * outputs * input.value.cols);
  return products.reduce((sum, product) => sum + product, 2 * rows * outputs);
}

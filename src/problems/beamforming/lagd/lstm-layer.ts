import {
  add,
  copy,
  multiplyReal,
  multiplyRealAdd,
  type RealMatrix,
  sigmoid,
  tanh,
  times,
  zero,
} from '../../../lanes/index.ts';
import { throughSigmoid, throughTanh } from './activation.ts';
import { type DifferentiatedSignal, type Layer, type Signal, signal } from './layer.ts';
import type { Parameter, ParameterSpec, Theta } from './theta.ts';

/** What a cell knows of the iterations before: nothing, or its state after the last one, as a constant. */
export type Memory = 'none' | 'carried';

/** Gates in the order of their rows in the parameters. Without memory nothing passes the forget gate f. */
const gatesOf = { none: ['i', 'g', 'o'], carried: ['i', 'f', 'g', 'o'] } as const;

/**
 * Parameters of a cell of `units` units, named as in PyTorch's LSTM and started as there: uniform up to 1 / sqrt(units). Those that
 * have no influence without memory are left out.
 */
export function lstmSpecs(layer: number, inputs: number, units: number, memory: Memory): ParameterSpec[] {
  const rows = gatesOf[memory].length * units;
  const bound = 1 / Math.sqrt(units);
  const spec = (name: string, ...shape: number[]) => ({ name: `lstm.${name}_l${layer}`, shape, bound });
  const hidden = memory === 'carried' ? [spec('weight_hh', rows, units)] : [];
  return [spec('weight_ih', rows, inputs), ...hidden, spec('bias_ih', rows), spec('bias_hh', rows)];
}

/**
 * An LSTM cell for every row of the input (Hochreiter and Schmidhuber; gates as in PyTorch):
 *
 *     z = X W_ih^T + b_ih + b_hh (+ H' W_hh^T),   i, f, o = sigmoid(z_i, z_f, z_o),   g = tanh(z_g),
 *     C = i g (+ f C'),   H = o tanh(C),
 *
 * with the terms in brackets where the state (H', C') of the iteration before is carried over.
 */
export class LstmLayer implements Layer {
  readonly output: DifferentiatedSignal;
  readonly flops: number;
  readonly #input: Signal;
  readonly #weight: Parameter;
  readonly #biases: readonly Parameter[];
  readonly #ones: RealMatrix;
  /** The gates' z, then their values; and the gradient with respect to z. */
  readonly #gates: DifferentiatedSignal;
  readonly #i: DifferentiatedSignal;
  readonly #g: DifferentiatedSignal;
  readonly #o: DifferentiatedSignal;
  readonly #C: DifferentiatedSignal;
  readonly #tanhC: RealMatrix;
  readonly #product: RealMatrix;
  readonly #carried: Carried | undefined;

  constructor(theta: Theta, layer: number, input: Signal, memory: Memory) {
    const { lanes, rows } = input.value;
    const parameter = (name: string) => theta.parameter(`lstm.${name}_l${layer}`);
    this.#input = input;
    this.#weight = parameter('weight_ih');
    this.#biases = [parameter('bias_ih'), parameter('bias_hh')];
    this.#ones = lanes.constant(1).repeated(rows);
    const gates = gatesOf[memory] as readonly string[];
    const units = this.#weight.value.rows / gates.length;
    this.#gates = signal(lanes, rows, gates.length * units);
    const gate = (name: string) => {
      const first = gates.indexOf(name) * units;
      const { value, gradient } = this.#gates;
      return { value: value.columnRange(first, units), gradient: gradient.columnRange(first, units) };
    };
    this.#i = gate('i');
    this.#g = gate('g');
    this.#o = gate('o');
    this.#C = signal(lanes, rows, units);
    this.#tanhC = lanes.real(rows, units);
    this.#product = lanes.real(rows, units);
    this.output = signal(lanes, rows, units);
    this.#carried =
      memory === 'none'
        ? undefined
        : { weight: parameter('weight_hh'), f: gate('f'), H: lanes.real(rows, units), C: lanes.real(rows, units) };
    const products = (input.gradient ? 3 : 2) * this.#weight.value.cols + (this.#carried ? 2 * units : 0);
    this.flops = 2 * rows * gates.length * units * products + 40 * rows * units;
  }

  /** Forgets what was carried over. */
  restart(): void {
    if (!this.#carried) return;
    zero(this.#carried.H);
    zero(this.#carried.C);
  }

  /** Carries the present state over to the next forward pass. */
  remember(): void {
    if (!this.#carried) return;
    copy(this.#carried.H, this.output.value);
    copy(this.#carried.C, this.#C.value);
  }

  forward(): void {
    const { value: z } = this.#gates;
    const [first, second] = this.#biases;
    copy(z, first.value.repeated(z.rows));
    add(z, z, second.value.repeated(z.rows));
    multiplyRealAdd(z, this.#input.value, this.#weight.value.transpose);
    if (this.#carried) multiplyRealAdd(z, this.#carried.H, this.#carried.weight.value.transpose);
    sigmoid(this.#i.value, this.#i.value);
    tanh(this.#g.value, this.#g.value);
    sigmoid(this.#o.value, this.#o.value);
    times(this.#C.value, this.#i.value, this.#g.value);
    if (this.#carried) {
      const { f, C } = this.#carried;
      sigmoid(f.value, f.value);
      times(this.#product, f.value, C);
      add(this.#C.value, this.#C.value, this.#product);
    }
    tanh(this.#tanhC, this.#C.value);
    times(this.output.value, this.#o.value, this.#tanhC);
  }

  backward(): void {
    const { gradient: dH } = this.output;
    const { gradient: dC } = this.#C;
    times(this.#product, dH, this.#tanhC);
    throughSigmoid(this.#o.gradient, this.#o.value, this.#product);
    times(this.#product, dH, this.#o.value);
    throughTanh(dC, this.#tanhC, this.#product);
    times(this.#product, dC, this.#g.value);
    throughSigmoid(this.#i.gradient, this.#i.value, this.#product);
    times(this.#product, dC, this.#i.value);
    throughTanh(this.#g.gradient, this.#g.value, this.#product);
    if (this.#carried) {
      const { f, C } = this.#carried;
      times(this.#product, dC, C);
      throughSigmoid(f.gradient, f.value, this.#product);
    }
    this.#parameterGradients();
  }

  #parameterGradients(): void {
    const { gradient: dz } = this.#gates;
    for (const { gradient } of this.#biases) multiplyReal(gradient, this.#ones.transpose, dz);
    multiplyReal(this.#weight.gradient, dz.transpose, this.#input.value);
    if (this.#carried) multiplyReal(this.#carried.weight.gradient, dz.transpose, this.#carried.H);
    if (this.#input.gradient) multiplyReal(this.#input.gradient, dz, this.#weight.value);
  }
}

/** What a cell with memory has besides: hidden weights, forget gate, and the state (H', C'). */
interface Carried {
  readonly weight: Parameter;
  readonly f: DifferentiatedSignal;
  readonly H: RealMatrix;
  readonly C: RealMatrix;
}

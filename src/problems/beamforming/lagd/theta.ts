import { rangeOf } from '../../../downlink/downlink.ts';
import type { Group, Lanes, RealMatrix } from '../../../lanes/index.ts';
import type { Instance } from '../instance.ts';

/** One array of a network's parameters. */
export interface ParameterSpec {
  readonly name: string;
  readonly shape: readonly number[];
  /** Its entries start uniform on (-bound, bound). */
  readonly bound: number;
}

/** An array of parameters in the lanes, as a matrix of its first dimension (a vector: as one row), and its gradient. */
export interface Parameter {
  readonly value: RealMatrix;
  readonly gradient: RealMatrix;
}

/** All parameters theta of a network, every lane with its own, one array behind the other in a single row. */
export class Theta {
  readonly specs: readonly ParameterSpec[];
  /** Number of parameters. */
  readonly size: number;
  readonly value: RealMatrix;
  readonly gradient: RealMatrix;

  constructor(lanes: Lanes, specs: readonly ParameterSpec[]) {
    this.specs = specs;
    this.size = sizeOf(specs);
    this.value = lanes.real(1, this.size);
    this.gradient = lanes.real(1, this.size);
  }

  parameter(name: string): Parameter {
    let first = 0;
    for (const spec of this.specs) {
      if (spec.name === name) {
        const cols = spec.shape.length === 1 ? spec.shape[0] : entriesOf(spec) / spec.shape[0];
        const rows = entriesOf(spec) / cols;
        return { value: this.value.shaped(rows, cols, first), gradient: this.gradient.shaped(rows, cols, first) };
      }
      first += entriesOf(spec);
    }
    throw new RangeError(`no parameter ${name}`);
  }

  /**
   * Draws theta for the trials of a group: the arrays in the order of `specs`, each row by row, an entry being bound (2 u - 1) for
   * the next uniform u of the trial's stream for networks. Lanes beyond the group get that of its last trial.
   */
  draw(instance: Instance, group: Group): void {
    const { first, count } = rangeOf(instance, group);
    const { lanes } = this.value;
    for (let lane = 0; lane < lanes.width; lane++) {
      const stream = instance.streams.of('network', first + Math.min(lane, count - 1));
      this.#fill(lane, (_, bound) => bound * (2 * stream.uniform() - 1));
    }
  }

  /** The same theta in every lane: all arrays in the order of `specs`. */
  fill(entries: Float64Array): void {
    for (let lane = 0; lane < this.value.lanes.width; lane++) this.#fill(lane, (i) => entries[i]);
  }

  #fill(lane: number, entry: (i: number, bound: number) => number): void {
    const { lanes, address } = this.value;
    const { reals, width, realBytes } = lanes;
    const first = address / realBytes + lane;
    let i = 0;
    for (const spec of this.specs) {
      const { bound } = spec;
      for (const end = i + entriesOf(spec); i < end; i++) reals[first + i * width] = entry(i, bound);
    }
  }
}

export function entriesOf({ shape }: ParameterSpec): number {
  return shape.reduce((product, size) => product * size, 1);
}

export function sizeOf(specs: readonly ParameterSpec[]): number {
  return specs.reduce((sum, spec) => sum + entriesOf(spec), 0);
}

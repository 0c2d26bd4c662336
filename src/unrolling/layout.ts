import type { LearnedArray, Span, Vector, WeightArray, Weights } from '../contracts/training.ts';
import type { NamedArrays } from './named-arrays.ts';

/** One learned array of one layer. */
export interface Slot extends Span {
  readonly name: string;
}

/**
 * Where the learned arrays of a network lie in one flat vector: layer by layer, in every layer array by array. As weights they are
 * stacked along a new first axis, the layers.
 */
export class Layout {
  readonly layers: number;
  readonly #arrays: NamedArrays;
  readonly #layerSize: number;

  /** @param arrays learned arrays of one layer, as they begin */
  constructor(arrays: NamedArrays, layers: number) {
    this.layers = layers;
    this.#arrays = arrays;
    this.#layerSize = Object.values(arrays).reduce((sum, { values }) => sum + values.length, 0);
  }

  get size(): number {
    return this.layers * this.#layerSize;
  }

  /** The parameters of all layers before `layer`, from 0. */
  before(layer: number): Span {
    return { from: 0, to: layer * this.#layerSize };
  }

  /** The arrays of layer `layer`, from 0. */
  slots(layer: number): Slot[] {
    let from = layer * this.#layerSize;
    return Object.entries(this.#arrays).map(([name, { values }]) => {
      const slot = { name, from, to: from + values.length };
      from = slot.to;
      return slot;
    });
  }

  /** The arrays of all layers in their order, under the names that `nameOf` gives them. */
  arrays(nameOf: (name: string, layer: number) => string): LearnedArray[] {
    const own = Object.entries(this.#arrays);
    return Array.from({ length: this.layers }, (_, layer) =>
      own.map(([name, { shape }]) => ({ name: nameOf(name, layer), shape })),
    ).flat();
  }

  /** The initial values of all layers. */
  initial(): Float64Array {
    const all = new Float64Array(this.size);
    for (let layer = 0; layer < this.layers; layer++) {
      for (const { name, from } of this.slots(layer)) all.set(this.#arrays[name].values, from);
    }
    return all;
  }

  /** The values of all layers, in each as it is given. */
  values(layers: readonly Readonly<Record<string, Vector>>[]): Float64Array {
    const all = new Float64Array(this.size);
    layers.forEach((arrays, layer) => {
      for (const { name, from } of this.slots(layer)) all.set(arrays[name], from);
    });
    return all;
  }

  weights(parameters: Vector): Weights {
    const stacked = new Map<string, WeightArray>();
    for (const [name, { shape, values }] of Object.entries(this.#arrays)) {
      stacked.set(name, { shape: [this.layers, ...shape], values: new Float64Array(this.layers * values.length) });
    }
    for (let layer = 0; layer < this.layers; layer++) {
      for (const { name, from, to } of this.slots(layer)) {
        stacked.get(name)!.values.set(parameters.subarray(from, to), layer * (to - from));
      }
    }
    return Object.fromEntries(stacked);
  }
}

/** Learned arrays of one layer: those of the weights, or, where there are none, those that a network begins with. */
export function layerArrays(
  initial: NamedArrays,
  weights: Weights | undefined,
  layer: number,
): Readonly<Record<string, Vector>> {
  return Object.fromEntries(
    Object.entries(initial).map(([name, { values }]) => [
      name,
      weights ? weights[name].values.subarray(layer * values.length, (layer + 1) * values.length) : values,
    ]),
  );
}

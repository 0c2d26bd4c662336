import type { Optimizer } from './optimizer.ts';

/** A vector of parameters or gradients. */
export type Vector = Float32Array | Float64Array;

/** Entries `from` to `to - 1` of a flat vector. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** An array of the parameters by name. */
export interface LearnedArray {
  readonly name: string;
  readonly shape: readonly number[];
}

/** An array with its place in the flat vector of all. */
export interface PlacedArray extends LearnedArray, Span {}

/** The arrays one after the other. */
export function placed(arrays: readonly LearnedArray[]): readonly PlacedArray[] {
  let from = 0;
  return arrays.map(({ name, shape }) => {
    const array = { name, shape, from, to: from + shape.reduce((size, length) => size * length, 1) };
    from = array.to;
    return array;
  });
}

/** What an optimizer does in one step of a training. */
export interface Descent {
  readonly optimizer: Optimizer;
  /** Steps of this optimizer before; with 0 its moments begin anew. */
  readonly step: number;
  /** The entries of the flat vector that it changes, whole arrays; all where left out. */
  readonly span?: Span;
}

/** Parameters, what an optimizer keeps of them, and the gradient of the step at hand. Vectors are views and may be written. */
export interface OptimizerMemory<V extends Vector> {
  readonly parameters: V;
  readonly first: V;
  readonly second: V;
  readonly gradient: V;
  /** One part of a gradient. */
  readonly part: V;
  /** gradient += part, within the span. */
  addPart(span: Span): void;
  /**
   * One step with the gradient, which may be overwritten.
   * @returns whether all of the gradient was finite
   */
  descend(descent: Descent): boolean;
}

/** The arrays that a step changes. */
export function changed(arrays: readonly PlacedArray[], { span }: Descent): readonly PlacedArray[] {
  return span === undefined ? arrays : arrays.filter(({ from, to }) => from >= span.from && to <= span.to);
}

import { parameter, type Tensor } from '../../graph/index.ts';
import { type Shape, sizeOf } from '../../graph/shape.ts';
import type { ElementType } from '../../graph/tensor.ts';
import type { Stream, Streams } from '../../random/streams.ts';

/** An array that a network learns: its shape, and how it begins. */
export interface LearnedArray {
  readonly shape: Shape;
  readonly begin: Beginning;
}

/** Writes the values from which training starts. */
export type Beginning = (out: Float32Array, stream: Stream) => void;

export type LearnedArrays = Readonly<Record<string, LearnedArray>>;

/** Learned arrays in a graph, or their values, under the same names. */
export type Tensors = Readonly<Record<string, Tensor>>;
export type Values = Readonly<Record<string, Float32Array>>;

/** Every entry the same. */
export function constantly(value: number): Beginning {
  return (out) => out.fill(value);
}

/** Uniform on (-bound, bound). */
export function uniformly(bound: number): Beginning {
  return (out, stream) => {
    for (let i = 0; i < out.length; i++) out[i] = bound * (2 * stream.uniform() - 1);
  };
}

/** Uniform with a variance of 2 / fanIn, which keeps the mean square of what passes rectifiers: He et al., arXiv:1502.01852. */
export function heUniform(fanIn: number): Beginning {
  return uniformly(Math.sqrt(6 / fanIn));
}

/** Uniform with a variance of 2 / (fanIn + fanOut): Glorot and Bengio, AISTATS 2010. */
export function glorotUniform(fanIn: number, fanOut: number): Beginning {
  return uniformly(Math.sqrt(6 / (fanIn + fanOut)));
}

/** The arrays under names that begin with `prefix/`. */
export function prefixed<T>(prefix: string, arrays: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(arrays).map(([name, array]) => [`${prefix}/${name}`, array]));
}

/** Those whose names begin with `prefix/`, without it. */
export function within<T>(prefix: string, arrays: Readonly<Record<string, T>>): Record<string, T> {
  const inside = Object.entries(arrays).filter(([name]) => name.startsWith(`${prefix}/`));
  return Object.fromEntries(inside.map(([name, array]) => [name.slice(prefix.length + 1), array]));
}

/** A parameter of a graph for every array. */
export function parametersOf(arrays: LearnedArrays, type: ElementType = 'float32'): Record<string, Tensor> {
  return Object.fromEntries(Object.entries(arrays).map(([name, { shape }]) => [name, parameter(name, shape, type)]));
}

/** The values from which training starts; each array has random numbers of its own. */
export function beginning(arrays: LearnedArrays, streams: Streams): Record<string, Float32Array> {
  return Object.fromEntries(
    Object.entries(arrays).map(([name, { shape, begin }], i) => {
      const values = new Float32Array(sizeOf(shape));
      begin(values, streams.of('network', i));
      return [name, values];
    }),
  );
}

/** Numbers that are learned. */
export function countOf(arrays: LearnedArrays): number {
  return Object.values(arrays).reduce((count, { shape }) => count + sizeOf(shape), 0);
}

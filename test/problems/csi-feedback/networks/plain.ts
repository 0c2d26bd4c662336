import { sizeOf } from '../../../../src/graph/shape.ts';
import type { LearnedArrays, Values } from '../../../../src/problems/csi-feedback/learned-arrays.ts';
import { numbers } from '../../../graph/check.ts';

/*
 * The networks written out with loops and arrays of numbers, in double precision and without the graph engine: what their graphs are held
 * against.
 */

export type Vector = number[];

/** Random values for every array, so that no bias is zero and no scale is one. */
export function randomValues(
  arrays: LearnedArrays,
  amplitude: (name: string) => number = () => 0.3,
): Record<string, Float32Array> {
  const entries = Object.entries(arrays).map(([name, { shape }], i) => {
    const size = amplitude(name);
    const offset = /scale$|variance$/.test(name) ? 1 : 0;
    return [name, Float32Array.from(numbers(sizeOf(shape), i + 11), (x) => offset + size * x)] as const;
  });
  return Object.fromEntries(entries);
}

export function sum(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0);
}

export function range<T>(count: number, of: (i: number) => T): T[] {
  return Array.from({ length: count }, (_, i) => of(i));
}

/** W x + b for W [outputs, inputs] in rows. */
export function denseOf(x: Vector, values: Values, name: string): Vector {
  const [W, b] = [values[`${name}/W`], values[`${name}/b`]];
  const inputs = x.length;
  return range(W.length / inputs, (i) => (b ? b[i] : 0) + sum(x.map((xj, j) => W[i * inputs + j] * xj)));
}

export function relu(x: Vector): Vector {
  return x.map((v) => Math.max(v, 0));
}

export function leaky(x: Vector, slope = 0.3): Vector {
  return x.map((v) => (v > 0 ? v : slope * v));
}

export function sigmoid(v: number): number {
  return 1 / (1 + Math.exp(-v));
}

/** An image of several channels, each a flat list of rows. */
export interface Image {
  readonly channels: Vector[];
  readonly height: number;
  readonly width: number;
}

export function convolutionOf({ channels, height, width }: Image, values: Values, name: string): Image {
  const [W, b] = [values[`${name}/W`], values[`${name}/b`]];
  const side = Math.round(Math.sqrt(W.length / b.length / channels.length));
  const reach = (side - 1) / 2;
  const at = (c: number, i: number, j: number) =>
    i < 0 || j < 0 || i >= height || j >= width ? 0 : channels[c][i * width + j];
  const pixel = (o: number, i: number, j: number) => {
    let value = b[o];
    channels.forEach((_, c) => {
      for (let u = 0; u < side; u++) {
        for (let v = 0; v < side; v++) {
          value += W[((o * channels.length + c) * side + u) * side + v] * at(c, i + u - reach, j + v - reach);
        }
      }
    });
    return value;
  };
  const outputs = range(b.length, (o) => range(height * width, (k) => pixel(o, Math.floor(k / width), k % width)));
  return { channels: outputs, height, width };
}

/** What a normalization of the batch's own statistics, or of stored ones, does to every image. */
export function normalizationOf(
  images: Image[],
  values: Values,
  name: string,
  statistics: 'batch' | 'stored',
): Image[] {
  const factors = images[0].channels.map((_, c) => {
    const all = images.flatMap(({ channels }) => channels[c]);
    const mean = statistics === 'batch' ? sum(all) / all.length : values[`${name}/mean`][c];
    const variance =
      statistics === 'batch' ? sum(all.map((v) => (v - mean) ** 2)) / all.length : values[`${name}/variance`][c];
    const factor = values[`${name}/scale`][c] / Math.sqrt(variance + 1e-3);
    return { factor, shift: values[`${name}/bias`][c] - mean * factor };
  });
  return images.map((image) => ({
    ...image,
    channels: image.channels.map((channel, c) => channel.map((v) => v * factors[c].factor + factors[c].shift)),
  }));
}

export function eachChannel(image: Image, of: (channel: Vector, c: number) => Vector): Image {
  return { ...image, channels: image.channels.map(of) };
}

/** Normalization of a vector to mean 0 and variance 1, scaled and shifted. */
export function layerNormOf(x: Vector, values: Values, name: string): Vector {
  const mean = sum(x) / x.length;
  const variance = sum(x.map((v) => (v - mean) ** 2)) / x.length;
  const [scale, bias] = [values[`${name}/scale`], values[`${name}/bias`]];
  return x.map((v, i) => ((v - mean) / Math.sqrt(variance + 1e-5)) * scale[i] + bias[i]);
}

/** Two-headed attention of the queries to the memory. */
export function attentionOf(queries: Vector[], memory: Vector[], values: Values, name: string): Vector[] {
  const d = queries[0].length;
  const [W, b] = [values[`${name}/in/W`], values[`${name}/in/b`]];
  const projected = (x: Vector, which: number) =>
    range(d, (i) => b[which * d + i] + sum(x.map((v, j) => W[(which * d + i) * d + j] * v)));
  const [q, k, v] = [
    queries.map((x) => projected(x, 0)),
    memory.map((x) => projected(x, 1)),
    memory.map((x) => projected(x, 2)),
  ];
  return q.map((query) => {
    const heads = [0, 1].flatMap((head) => {
      const own = (x: Vector) => x.slice((head * d) / 2, ((head + 1) * d) / 2);
      const scores = k.map((key) => sum(own(query).map((x, i) => x * own(key)[i])) / Math.sqrt(d / 2));
      const weights = scores.map(Math.exp);
      const total = sum(weights);
      return range(d / 2, (i) => sum(v.map((value, t) => (weights[t] / total) * own(value)[i])));
    });
    return denseOf(heads, values, `${name}/out`);
  });
}

/** One step of an LSTM layer on one coordinate, gates in the order input, forget, candidate, output. */
export function lstmOf(
  x: Vector,
  state: { h: Vector; c: Vector },
  values: Values,
  name: string,
): { h: Vector; c: Vector } {
  const hidden = state.h.length;
  const [W, U] = [values[`${name}/input`], values[`${name}/hidden`]];
  const preactivation = (row: number) =>
    values[`${name}/inputBias`][row] +
    values[`${name}/hiddenBias`][row] +
    sum(x.map((v, j) => W[row * x.length + j] * v)) +
    sum(state.h.map((v, j) => U[row * hidden + j] * v));
  const gate = (which: number, i: number) => preactivation(which * hidden + i);
  const c = state.c.map((old, i) => sigmoid(gate(1, i)) * old + sigmoid(gate(0, i)) * Math.tanh(gate(2, i)));
  return { h: c.map((value, i) => sigmoid(gate(3, i)) * Math.tanh(value)), c };
}

import { exponential, logarithm } from '../../../random/elementary.ts';
import type { Stream } from '../../../random/streams.ts';

/** A Poisson number, by inversion of one uniform: for means of some ten at most. */
export function poisson(stream: Stream, mean: number): number {
  const u = stream.uniform();
  let k = 0;
  let probability = exponential(-mean);
  for (let below = probability; below < u && probability > 0; below += probability) probability *= mean / ++k;
  return k;
}

/** How many of n trials succeed, each with probability p, by inversion of one uniform: for means n p of some hundred at most. */
export function binomial(stream: Stream, n: number, p: number): number {
  const u = stream.uniform();
  let k = 0;
  let probability = exponential(n * logarithm(1 - p));
  for (let below = probability; below < u && k < n; below += probability) {
    probability *= ((n - k) / (k + 1)) * (p / (1 - p));
    k++;
  }
  return k;
}

/** k different ones of the numbers 0 ... n - 1, ascending, every set of them as probable as any other. */
export function subset(stream: Stream, n: number, k: number): number[] {
  const chosen = new Set<number>();
  // Floyd's: the j-th draw is from the first j + 1 numbers; where it is taken already, j itself is not.
  for (let j = n - k; j < n; j++) {
    const drawn = Math.floor(stream.uniform() * (j + 1));
    chosen.add(chosen.has(drawn) ? j : drawn);
  }
  return [...chosen].sort((a, b) => a - b);
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A point uniform in the disc of this radius about the centre. */
export function inDisc(stream: Stream, centre: Point, radius: number): Point {
  const r = radius * Math.sqrt(stream.uniform());
  stream.direction(towards);
  return { x: centre.x + r * towards[0], y: centre.y + r * towards[1] };
}

const towards = new Float64Array(2);

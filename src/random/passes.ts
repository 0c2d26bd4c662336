import type { Streams } from './streams.ts';

/** Trials of training streams from here on are for validation: what is trained on counts from 0. */
export const firstOfValidation = 2 ** 31;

/**
 * Passes over a finite number of samples, one after the other without end: each takes every sample once, in an order drawn for it. The
 * order of a pass is a function of its number alone.
 */
export class Passes {
  readonly #size: number;
  readonly #streams: Streams;
  readonly #order: Int32Array;
  /** The pass whose order is at hand. */
  #pass = -1;

  constructor(size: number, streams: Streams) {
    this.#size = size;
    this.#streams = streams;
    this.#order = new Int32Array(size);
  }

  /** The sample, from 0, that stands at a position, from 0, of all passes together. */
  at(position: number): number {
    const pass = Math.floor(position / this.#size);
    if (pass !== this.#pass) this.#shuffle(pass);
    return this.#order[position - pass * this.#size];
  }

  /** By the algorithm of Fisher and Yates. */
  #shuffle(pass: number): void {
    const stream = this.#streams.of('order', pass);
    const order = this.#order;
    for (let i = 0; i < order.length; i++) {
      const j = Math.floor(stream.uniform() * (i + 1));
      order[i] = order[j];
      order[j] = i;
    }
    this.#pass = pass;
  }
}

import { deriveKey } from './key.ts';
import { type Block, threefry2x32 } from './threefry.ts';

/**
 * What a draw is for. Each purpose has its own stream, so that adding one never shifts another; the solver is in none of
 * them, so that all solvers see the same channels, noise and starts.
 */
export type Purpose =
  | 'channel'
  | 'noise'
  | 'activity'
  | 'preamble'
  | 'initial point'
  | 'network'
  | 'training'
  | 'order'
  | 'geometry';

/**
 * The random streams of one scenario: every number is a function of (seed, experiment, scenario, purpose, trial, repetition,
 * draw).
 */
export interface Streams {
  /**
   * The stream of one trial for one purpose, at its first draw. A method that runs several times on a trial takes the stream of
   * repetition 0 first, as if it ran once, then those of 1, 2 ...
   */
  of(purpose: Purpose, trial: number, repetition?: number): Stream;
}

/** A sequence of independent draws of one trial and purpose. */
export interface Stream {
  /** Uniform 32-bit word. */
  word(): number;
  /** Uniform on the open interval (0, 1). */
  uniform(): number;
  /** Standard normal. */
  normal(): number;
  /** Fills `out` with CN(0, 1) entries as re, im, re, im ...: real and imaginary parts are N(0, 1/2). */
  complexNormal(out: Float64Array): void;
  /** Goes past `count` normal or complex normal draws, at once and without computing them. */
  skip(count: number): void;
}

/** What the numbers depend on beside purpose, trial and draw. */
export interface StreamsOf {
  /** 0 ... 2^32 - 1. */
  readonly seed: number;
  readonly experiment: string;
  /** Canonical text (or hash) of the part of the scenario that changes draws. */
  readonly scenario: string;
}

/**
 * Counter-based streams: Threefry2x32-20 under a key made from (seed, experiment, scenario, purpose) and the repetition where it
 * is not 0, with the counter (trial, block). A trial has 2^32 blocks of 64 bits for each purpose and repetition; any of them can
 * be computed without the others, so the order and the place of computation change nothing.
 */
export function streamsFor({ seed, experiment, scenario }: StreamsOf): Streams {
  const keys = new Map<Purpose, Block[]>();
  return {
    of(purpose, trial, repetition = 0) {
      const known = keys.get(purpose) ?? [];
      keys.set(purpose, known);
      let key = known[repetition];
      if (key === undefined) {
        key = new Int32Array(2);
        const texts = [experiment, scenario, purpose];
        deriveKey(seed, repetition === 0 ? texts : [...texts, String(repetition)], key);
        known[repetition] = key;
      }
      return new ThreefryStream(key, trial);
    },
  };
}

/**
 * Draws take the stream's blocks one after another: a word or a uniform takes half a block, a normal or a complex normal takes
 * a whole one (and leaves a started block behind).
 */
class ThreefryStream implements Stream {
  readonly #k0: number;
  readonly #k1: number;
  readonly #trial: number;
  #block = 0;
  /** The second word of the present block is still to be given. */
  #half = false;
  readonly #bits: Block = new Int32Array(2);

  constructor(key: Block, trial: number) {
    this.#k0 = key[0];
    this.#k1 = key[1];
    this.#trial = trial;
  }

  word(): number {
    this.#half = !this.#half;
    if (!this.#half) return this.#bits[1] >>> 0;
    this.#next();
    return this.#bits[0] >>> 0;
  }

  uniform(): number {
    return open(this.word());
  }

  /** By the transform of Box and Muller, of which only the cosine half is used. */
  normal(): number {
    this.#half = false;
    this.#next();
    return Math.sqrt(-2 * Math.log(open(this.#bits[0]))) * Math.cos(2 * Math.PI * open(this.#bits[1]));
  }

  /** By the transform of Box and Muller: one block an entry. */
  complexNormal(out: Float64Array): void {
    const bits = this.#bits;
    this.#half = false;
    for (let i = 0; i + 1 < out.length; i += 2) {
      this.#next();
      const modulus = Math.sqrt(-Math.log(open(bits[0])));
      const phase = 2 * Math.PI * open(bits[1]);
      out[i] = modulus * Math.cos(phase);
      out[i + 1] = modulus * Math.sin(phase);
    }
  }

  skip(count: number): void {
    this.#half = false;
    this.#block += count;
  }

  #next(): void {
    threefry2x32(this.#k0, this.#k1, this.#trial, this.#block++, this.#bits);
  }
}

/** The middle of the cell of a word, unsigned, when (0, 1) is cut into 2^32 cells: never 0, never 1. */
function open(word: number): number {
  return ((word >>> 0) + 0.5) * 2 ** -32;
}

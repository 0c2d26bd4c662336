import { direction, normal } from './box-muller.ts';
import { deriveKey } from './key.ts';
import { fillComplexNormals } from './normals.ts';
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
  /** Fills `out` with the first `perTrial` numbers of `complexNormal` of each trial from `first` on: what the streams would give, at once. */
  complexNormals(purpose: Purpose, first: number, perTrial: number, out: Float64Array): void;
}

/**
 * Version of the numbers that are drawn, for results to name: with 1 logarithms and angles were those of the JavaScript engine, with 2
 * they are those of `elementary.ts`, which differ from them in last digits. To be raised with every change of a draw.
 */
export const drawsVersion = 2;

/** A sequence of independent draws of one trial and purpose. */
export interface Stream {
  /** Uniform 32-bit word. */
  word(): number;
  /** Uniform on the open interval (0, 1). */
  uniform(): number;
  /** Fills `out` with cosine and sine of an angle that is uniform over a turn; takes as much of the stream as `uniform`. */
  direction(out: Float64Array): void;
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
  const keyOf = (purpose: Purpose, repetition: number) => {
    const known = keys.get(purpose) ?? [];
    keys.set(purpose, known);
    let key = known[repetition];
    if (key === undefined) {
      key = new Int32Array(2);
      const texts = [experiment, scenario, purpose];
      deriveKey(seed, repetition === 0 ? texts : [...texts, String(repetition)], key);
      known[repetition] = key;
    }
    return key;
  };
  return {
    of: (purpose, trial, repetition = 0) => new ThreefryStream(keyOf(purpose, repetition), trial),
    complexNormals: (purpose, first, perTrial, out) =>
      fillComplexNormals(keyOf(purpose, 0), { trial: first, block: 0 }, perTrial / 2, out),
  };
}

/** Streams of which each is found by itself, as those of other streams under other numbers are. */
export function streamsFrom(of: Streams['of']): Streams {
  return {
    of,
    complexNormals(purpose, first, perTrial, out) {
      for (let i = 0; i * perTrial < out.length; i++) {
        of(purpose, first + i).complexNormal(out.subarray(i * perTrial, (i + 1) * perTrial));
      }
    },
  };
}

/**
 * Draws take the stream's blocks one after another: a word or a uniform takes half a block, a normal or a complex normal takes
 * a whole one (and leaves a started block behind).
 */
class ThreefryStream implements Stream {
  readonly #key: Block;
  readonly #trial: number;
  #block = 0;
  /** The second word of the present block is still to be given. */
  #half = false;
  readonly #bits: Block = new Int32Array(2);

  constructor(key: Block, trial: number) {
    this.#key = key;
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

  direction(out: Float64Array): void {
    direction(this.word(), out);
  }

  normal(): number {
    this.#half = false;
    this.#next();
    return normal(this.#bits);
  }

  /** One block an entry. */
  complexNormal(out: Float64Array): void {
    this.#half = false;
    fillComplexNormals(this.#key, { trial: this.#trial, block: this.#block }, out.length / 2, out);
    this.#block += out.length / 2;
  }

  skip(count: number): void {
    this.#half = false;
    this.#block += count;
  }

  #next(): void {
    threefry2x32(this.#key[0], this.#key[1], this.#trial, this.#block++, this.#bits);
  }
}

/** The middle of the cell of a word, unsigned, when (0, 1) is cut into 2^32 cells: never 0, never 1. */
function open(word: number): number {
  return ((word >>> 0) + 0.5) * 2 ** -32;
}

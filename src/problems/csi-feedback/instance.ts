import type { TrialRange } from '../../contracts/problem.ts';
import type { Purpose, Streams } from '../../random/streams.ts';
import { type ChannelShape, generatorOf } from './cost2100/generator.ts';
import { type CsiFeedbackScenario, codewordLength } from './scenario.ts';

/**
 * Samples of one scenario: a user compresses each to a codeword of M numbers, which the base station turns back into the sample.
 *
 * A sample x is the channel H'' of eq. (2) as 2 Na Nt real numbers: the real plane, then the imaginary plane, each Na delays (rows)
 * times Nt angles. Every sample is scaled to ||x||^2 = 2 Na Nt, so that its entries have a mean square of 1; zero is no signal. The NMSE,
 * eq. (24), does not depend on the scale of a sample; what networks are trained on does.
 */
export interface Instance extends ChannelShape {
  /** Entries of a codeword. */
  readonly M: number;
  /** Bits for each of them; undefined where they are fed back as they are. */
  readonly bits: number | undefined;
  readonly range: TrialRange;
  /** [range.count, 2, Na, Nt]. */
  readonly X: Float32Array;
  /** Samples beside those of the instance, of the same distribution, for what a scheme fits to data: quantizers, a threshold. */
  readonly examples: Examples;
  /** For what solvers draw: random projections, starts. */
  readonly streams: Streams;
}

/** Samples to learn from. */
export interface Examples {
  /** Names them: equal keys, equal samples. */
  readonly key: string;
  /** [range.count, 2, Na, Nt]. */
  read(range: TrialRange): Float32Array;
}

/** Numbers of one sample, 2 Na Nt. */
export function sampleLength({ Na, Nt }: Pick<ChannelShape, 'Na' | 'Nt'>): number {
  return 2 * Na * Nt;
}

/** The instance of given samples. */
export function instanceOf(
  scenario: CsiFeedbackScenario,
  range: TrialRange,
  X: Float32Array,
  examples: Examples,
  streams: Streams,
): Instance {
  const { compression, bits, environment, Nt, Nc, Na } = scenario;
  const M = codewordLength(compression, 2 * Na * Nt);
  return { environment, Nt, Nc, Na, M, bits: bits === 'none' ? undefined : bits, range, X, examples, streams };
}

/** Examples from the generator. */
export function drawnExamples(shape: ChannelShape, streams: Streams): Examples {
  const { environment, Nt, Nc, Na } = shape;
  const first = streams.of('training', 0);
  return {
    key: `${environment} ${Nt} ${Nc} ${Na} ${first.word()} ${first.word()}`,
    read: (range) => drawSamples(shape, range, streams, 'training'),
  };
}

/** Draws samples `range` of a purpose, [count, 2, Na, Nt]: 'channel' to be tested on, 'training' to be learned from. */
export function drawSamples(
  shape: ChannelShape,
  range: TrialRange,
  streams: Streams,
  purpose: Extract<Purpose, 'channel' | 'training'>,
): Float32Array {
  const generator = generatorOf(shape);
  const length = sampleLength(shape);
  const X = new Float32Array(range.count * length);
  for (let i = 0; i < range.count; i++) {
    generator.draw(streams.of(purpose, range.first + i), X.subarray(i * length, (i + 1) * length));
  }
  return X;
}

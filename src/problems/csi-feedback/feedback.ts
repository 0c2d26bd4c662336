import { z } from 'zod';
import type { Instance } from './instance.ts';
import { keptFor } from './kept.ts';
import { CodewordQuantizer } from './quantizer.ts';

/** Parameters of every scheme whose codeword is fed back in bits. */
export const feedbackParameters = {
  codebook: z
    .enum(['each entry', 'all entries'])
    .default('each entry')
    .describe('With bits: a Lloyd-Max quantizer made for each entry of the codeword, or one for all of them.'),
};

export type FeedbackParameters = z.output<z.ZodObject<typeof feedbackParameters>>;

/** Examples that quantizers are made from. */
const examples = 4000;

/** Examples that are encoded at a time. */
const together = 500;

/** Compresses samples [count, 2, Na, Nt] to codewords [count, M]. */
export type Encoder = (X: Float32Array, count: number) => Promise<Float32Array>;

/**
 * The codewords as they reach the base station: as they are, or with each entry rounded to the levels of a Lloyd-Max quantizer that
 * was made for the codewords of 4000 examples, after the encoder had been fixed (Section V-E).
 * @param encoderKey names everything that `encode` depends on: its quantizers are kept under it
 */
export async function feedback(
  instance: Instance,
  encode: Encoder,
  encoderKey: string,
  { codebook }: FeedbackParameters,
): Promise<Encoder> {
  const { bits, M } = instance;
  if (bits === undefined) return encode;
  const key = `quantizer ${encoderKey} ${M} ${bits} ${codebook} ${instance.examples.key}`;
  const quantizer = await keptFor(key, async () => {
    const codewords = new Float32Array(examples * M);
    for (let first = 0; first < examples; first += together) {
      const X = instance.examples.read({ first, count: together });
      codewords.set(await encode(X, together), first * M);
    }
    return new CodewordQuantizer(codewords, M, bits, codebook);
  });
  return async (X, count) => quantizer.quantize(await encode(X, count));
}

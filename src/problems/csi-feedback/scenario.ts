import { z } from 'zod';
import { messages } from '../../messages.ts';
import { environments } from './cost2100/environments.ts';

/** Real numbers of one sample, 2 Na Nt: more would be a slip of the pen. */
const maxEntries = 65_536;

/**
 * Compression ratio as text: "1/16", or a number that is such a fraction. Written back in lowest terms, so that a ratio has one name.
 */
const ratio = z
  .union([z.string(), z.number()])
  .transform((written, context) => {
    const fraction = fractionOf(written);
    if (fraction !== undefined) return `${fraction.over}/${fraction.under}`;
    context.issues.push({ code: 'custom', message: messages.badCompression(), input: written });
    return z.NEVER;
  })
  .describe('Compression ratio M / (2 Na Nt): entries of the codeword over those of the sample, as in "1/16".');

/** The axes of a CSI feedback scenario. */
export const scenarioSchema = z
  .strictObject({
    compression: ratio.default('1/16'),
    bits: z
      .union([z.literal('none'), z.int().min(1).max(16)])
      .default('none')
      .describe('Bits for each entry of the codeword, by a Lloyd-Max quantizer; "none" feeds it back as it is.'),
    environment: z
      .enum(environments)
      .default('indoor')
      .describe(
        'COST 2100: a hall at 5.3 GHz, or a semi-urban cell around 285 MHz with a line of sight (outdoor) or without (outdoor-nlos).',
      ),
    Nt: z
      .int()
      .min(1)
      .max(1024)
      .default(32)
      .describe('Antennas of the base station, in a line, half a wavelength apart.'),
    Nc: z.int().min(1).max(65_536).default(1024).describe('Subcarriers of the band of 20 MHz.'),
    Na: z
      .int()
      .min(1)
      .max(65_536)
      .default(32)
      .describe('Delay rows of the angular-delay channel that are kept, of Nc.'),
  })
  .superRefine(({ compression, Nt, Nc, Na }, context) => {
    const refuse = (axis: string, message: string) =>
      context.addIssue({ code: 'custom', path: [axis], message, input: undefined });
    if (Na > Nc) refuse('Na', messages.tooManyDelayRows(Nc));
    if (2 * Na * Nt > maxEntries) refuse('Na', messages.tooLargeSample(maxEntries));
    const M = codewordLength(compression, 2 * Na * Nt);
    if (!Number.isInteger(M)) refuse('compression', messages.unevenCompression(compression, 2 * Na * Nt));
  });

export type CsiFeedbackScenario = z.output<typeof scenarioSchema>;

/** M, the entries of a codeword for samples of so many numbers. */
export function codewordLength(compression: string, sampleLength: number): number {
  const [over, under] = compression.split('/').map(Number);
  return (sampleLength * over) / under;
}

/** A ratio in (0, 1] in lowest terms; of a number, the fraction with a denominator up to 65 536 that it equals. */
function fractionOf(written: string | number): { over: number; under: number } | undefined {
  const [, over, under] = /^\s*(\d{1,5})\s*\/\s*(\d{1,5})\s*$/.exec(String(written)) ?? [];
  if (over !== undefined) return lowestTerms(Number(over), Number(under));
  const value = String(written).trim() === '' ? Number.NaN : Number(written);
  if (!(value > 0 && value <= 1)) return undefined;
  for (let below = 1; below <= maxEntries; below++) {
    if (Math.round(value * below) / below === value) return lowestTerms(Math.round(value * below), below);
  }
  return undefined;
}

function lowestTerms(over: number, under: number): { over: number; under: number } | undefined {
  if (over < 1 || over > under) return undefined;
  let [a, b] = [over, under];
  while (b !== 0) [a, b] = [b, a % b];
  return { over: over / a, under: under / a };
}

import { z } from 'zod';
import { messages } from '../../messages.ts';

/** Complex entries of one trial's channel, K N M: more would be a slip of the pen. */
const maxChannelEntries = 65_536;

const antennas = z.int().min(1).max(1024);

/**
 * Priorities as text: one for all users, "1", or one for each, "1 2 0.5 1" (commas will do). Written back with single blanks,
 * and as one number where all users are equal.
 */
const priorities = z
  .union([z.string(), z.number()])
  .transform((written, context) => {
    const values = String(written)
      .split(/[\s,]+/)
      .filter((text) => text !== '')
      .map(Number);
    if (values.length > 0 && values.every((value) => value > 0 && Number.isFinite(value))) {
      return (new Set(values).size === 1 ? values.slice(0, 1) : values).join(' ');
    }
    context.issues.push({ code: 'custom', message: messages.badPriorities(), input: written });
    return z.NEVER;
  })
  .describe('Priorities alpha of the users: one number for all, as in "1", or one for each, as in "1 2 0.5 1".');

/** The axes of a beamforming scenario. P / sigma^2 is the SNR, plus an offset where a paper's code has one; sigma^2 = 1. */
export const scenarioSchema = z
  .strictObject({
    M: antennas.default(8).describe('Antennas of the base station.'),
    K: antennas.default(4).describe('Users.'),
    N: antennas.default(2).describe('Antennas of each user.'),
    d: antennas.default(2).describe('Data streams to each user; at most min(N, M).'),
    snr: z.number().default(10).describe('Transmit power over noise power, P / sigma^2, in dB; sigma^2 = 1.'),
    offset: z
      .number()
      .min(0)
      .default(0)
      .describe('Added to the SNR before it becomes a power, P / sigma^2 = offset + 10^(snr / 10): 1 in some codes.'),
    alpha: priorities.default('1'),
  })
  .superRefine(({ M, K, N, d, alpha }, context) => {
    const refuse = (axis: string, message: string) =>
      context.addIssue({ code: 'custom', path: [axis], message, input: undefined });
    if (d > Math.min(N, M)) refuse('d', messages.tooManyStreams(N, M));
    if (K * N * M > maxChannelEntries) refuse('M', messages.tooManyAntennas(maxChannelEntries));
    const count = parsePriorities(alpha).length;
    if (count !== 1 && count !== K) refuse('alpha', messages.prioritiesPerUser(K));
  });

export type BeamformingScenario = z.output<typeof scenarioSchema>;

/** The values of a canonical text of priorities: one, or one for each user. */
export function parsePriorities(alpha: string): number[] {
  return alpha.split(' ').map(Number);
}

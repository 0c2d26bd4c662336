import { z } from 'zod';
import { messages } from '../../messages.ts';
import { zadoffChuColumns } from './preambles/zadoff-chu.ts';

/** Complex entries of one trial's channel or of the preamble matrix: more would be a slip of the pen. */
const maxEntries = 4_000_000;

const size = z.int().min(1).max(10_000);

/** The axes of a massive access scenario. */
export const scenarioSchema = z
  .strictObject({
    L: size.default(100).describe('Length of the preambles.'),
    N: size.default(200).describe('Devices.'),
    M: size.default(30).describe('Antennas of the base station.'),
    activity: z
      .number()
      .gt(0)
      .lt(1)
      .default(0.1)
      .describe('Probability that a device is active, each independently of the others.'),
    preamble: z
      .union([
        z.enum(['gaussian', 'binary', 'zadoff-chu']),
        z.templateLiteral(['own ', z.string().regex(/^[0-9a-f]{12}$/)], { error: 'those of a file (--preambles)' }),
      ])
      .default('gaussian')
      .describe(
        'Preamble matrix S: i.i.d. CN(0, 1), i.i.d. +-1, cyclic shifts of Zadoff-Chu sequences, or "own" and the hash of a file ' +
          '(--preambles sets it).',
      ),
    kappa: z
      .union([z.literal('drawn'), z.number().min(1).max(1e6)])
      .default('drawn')
      .describe('Condition number that Gaussian preambles are given; "drawn" leaves them as they are.'),
    columns: z
      .enum(['unit', 'raw'])
      .default('unit')
      .describe('Columns of S normalized to length 1, or left as drawn or read.'),
    snr: z.number().min(-100).max(200).default(15).describe('E||S X||^2 / E||Z||^2 in dB, eq. (38).'),
    threshold: z
      .union([z.literal('own'), z.number().min(0).max(1e6)])
      .default('own')
      .describe(
        'Energy from which on a device counts as active, as a share of the M that is expected of an active one; "own" leaves the ' +
          'decision to solvers that make one and is 0.25, half the amplitude, for the others.',
      ),
    realization: z
      .int()
      .min(0)
      .max(0xffffffff)
      .default(1)
      .describe(
        'Which draw of S: it is the same in all trials, experiments and seeds, so that networks can be trained for it.',
      ),
  })
  .superRefine(({ L, N, M, preamble, kappa }, context) => {
    const refuse = (axis: string, message: string) =>
      context.addIssue({ code: 'custom', path: [axis], message, input: undefined });
    if (Math.max(N * M, L * N, L * M) > maxEntries) refuse('N', messages.tooManyDevices(maxEntries));
    if (kappa !== 'drawn' && preamble !== 'gaussian') refuse('kappa', messages.kappaNeedsGaussian(preamble));
    if (kappa !== 'drawn' && L > N) refuse('L', messages.kappaNeedsFewerSymbols(N));
    if (preamble === 'zadoff-chu' && N > zadoffChuColumns(L))
      refuse('N', messages.tooFewZadoffChu(L, zadoffChuColumns(L)));
  });

/** The axes of the problem among the entries of a training's plan. */
export function scenarioIn(plan: Readonly<Record<string, unknown>>): MassiveAccessScenario {
  const axes = Object.keys(scenarioSchema.shape);
  return scenarioSchema.parse(Object.fromEntries(axes.map((axis) => [axis, plan[axis]])));
}

export type MassiveAccessScenario = z.output<typeof scenarioSchema>;

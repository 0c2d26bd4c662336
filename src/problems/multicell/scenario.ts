import { z } from 'zod';
import { parsePriorities, priorities } from '../../downlink/priorities.ts';
import { messages, UserError } from '../../messages.ts';
import { layouts, ring } from './geometry.ts';

/** Complex entries of one trial's channels, B K Nr Nt: more would be a slip of the pen. */
const maxChannelEntries = 1_048_576;

const count = z.int().min(1).max(1024);

/** In place of the value of an axis that only drawn channels have: those of a file have what they have. */
export const ofFile = 'file';

/** The axes of a downlink with several cells. Channels are in units of the receiver's noise, so sigma^2 = 1. */
export const scenarioSchema = z
  .strictObject({
    B: count.default(2).describe('Base stations.'),
    U: count.default(4).describe('Users of each station.'),
    Nt: count.default(8).describe('Antennas of each station.'),
    Nr: count.default(2).describe('Antennas and data streams of each user; at most Nt.'),
    isd: z
      .union([z.number().gt(ring.outer).max(100), z.literal(ofFile)])
      .default(2.8)
      .describe('Distance between neighbouring stations in km; more than the 0.3 km at which the farthest users are.'),
    snr: z
      .union([z.number(), z.literal(ofFile)])
      .default(5)
      .describe("Geometric mean of the gains of a station's users, ||H||_F^2 / Nr, over their noise power, in dB."),
    P: z.number().positive().default(10).describe('Transmit power of each station.'),
    alpha: priorities.default('1'),
    layout: z
      .union([z.enum(layouts), z.literal(ofFile)])
      .default('grid')
      .describe('How the stations stand: in one row, or on a square grid.'),
    noise: z
      .enum(['mean', 'printed', ofFile])
      .default('mean')
      .describe(
        'Noise power: `snr` dB below the geometric mean of the gains, or as Song et al. print it, with 1/10 in place of 1/U.',
      ),
  })
  .superRefine(({ B, U, Nt, Nr, alpha }, context) => {
    const refuse = (axis: string, message: string) =>
      context.addIssue({ code: 'custom', path: [axis], message, input: undefined });
    if (Nr > Nt) refuse('Nr', messages.tooManyReceiveAntennas(Nt));
    if (B * B * U * Nr * Nt > maxChannelEntries) refuse('B', messages.tooManyChannels(maxChannelEntries));
    const given = parsePriorities(alpha).length;
    if (given !== 1 && given !== B * U) refuse('alpha', messages.prioritiesPerUser('B U', B * U));
  });

export type MulticellScenario = z.output<typeof scenarioSchema>;

/** Axes that only drawn channels have. */
export const drawnAxes = ['isd', 'snr', 'layout', 'noise'] as const;

type DrawnAxis = (typeof drawnAxes)[number];

/** A scenario whose channels are drawn. */
export type DrawnScenario = {
  readonly [Axis in keyof MulticellScenario]: Axis extends DrawnAxis
    ? Exclude<MulticellScenario[Axis], typeof ofFile>
    : MulticellScenario[Axis];
};

/** The scenario as one to draw channels for. Throws a UserError where an axis says that they are those of a file. */
export function asDrawn(scenario: MulticellScenario): DrawnScenario {
  const axis = drawnAxes.find((name) => scenario[name] === ofFile);
  if (axis !== undefined) throw new UserError(messages.onlyOfFile(axis));
  return scenario as DrawnScenario;
}

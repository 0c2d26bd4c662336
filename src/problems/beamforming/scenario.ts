import { z } from 'zod';
import { parsePriorities, priorities } from '../../downlink/priorities.ts';
import { messages } from '../../messages.ts';
import { knowledgeAxes, modelAxes } from './channels/axes.ts';

/** Complex entries of one trial's channel, K N M: more would be a slip of the pen. */
const maxChannelEntries = 65_536;

const antennas = z.int().min(1).max(1024);

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
    ...modelAxes,
    ...knowledgeAxes,
  })
  .superRefine(({ M, K, N, d, alpha, ...channels }, context) => {
    const refuse = (axis: string, message: string) =>
      context.addIssue({ code: 'custom', path: [axis], message, input: undefined });
    if (d > Math.min(N, M)) refuse('d', messages.tooManyStreams(N, M));
    if (K * N * M > maxChannelEntries) refuse('M', messages.tooManyAntennas(maxChannelEntries));
    const count = parsePriorities(alpha).length;
    if (count !== 1 && count !== K) refuse('alpha', messages.prioritiesPerUser('K', K));
    const { pathLoss, nearest, errorVariance, pilots, pilotSnr } = channels;
    if (nearest !== undefined && pathLoss === undefined) refuse('nearest', messages.onlyWithAxis('pathLoss'));
    if (pilotSnr !== undefined && pilots === undefined) refuse('pilotSnr', messages.onlyWithAxis('pilots'));
    if (pilots !== undefined && errorVariance !== undefined) refuse('pilots', messages.notWithAxis('errorVariance'));
    if (pilots !== undefined && pilots < K * N) refuse('pilots', messages.tooFewPilots(K * N));
  });

export type BeamformingScenario = z.output<typeof scenarioSchema>;

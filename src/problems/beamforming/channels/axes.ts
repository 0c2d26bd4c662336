import { z } from 'zod';

/*
 * Axes that make channels other than i.i.d. Rayleigh, or let solvers know them with an error. Each may be left out, which gives
 * neither; a scenario then has no such axis. None changes what is drawn, only what is made of it: scenarios that differ in them share
 * scattered channels, places and errors of estimation.
 */

const correlation = z.number().min(0).max(0.999).exactOptional();

/** How channels are distributed. */
export const modelAxes = {
  txCorrelation: correlation.describe(
    'Correlation r of neighbouring antennas of the base station: exponential model, r^|i-j| turned towards the user (uniform direction, half-wavelength array); 0 is none.',
  ),
  rxCorrelation: correlation.describe(
    "The same of neighbouring antennas of a user; with both, H = R_rx^(1/2) W R_tx^(1/2)' (Kronecker).",
  ),
  riceFactor: z
    .number()
    .min(-60)
    .max(60)
    .exactOptional()
    .describe(
      'Rician K factor in dB: power of the line of sight between half-wavelength arrays, directions uniform, over that of the scattered part; together they keep E|h|^2.',
    ),
  pathLoss: z
    .number()
    .min(0)
    .max(6)
    .exactOptional()
    .describe(
      'Exponent of the path loss: a user at distance r has gain r^-pathLoss, users stand uniformly in a cell of radius 1, so that snr is that at its edge; 0 is none.',
    ),
  nearest: z
    .number()
    .min(0.001)
    .max(1)
    .exactOptional()
    .describe('With pathLoss: no user is nearer to the base station than this part of the radius; 0.1 unless given.'),
} as const;

/** What solvers know of the channels. */
export const knowledgeAxes = {
  errorVariance: z
    .number()
    .min(0)
    .max(0.999)
    .exactOptional()
    .describe(
      'Solvers are given an estimate: H = estimate + error, uncorrelated as those of MMSE, error variance E|e|^2 = errorVariance E|h|^2. Rates are those on H.',
    ),
  pilots: z
    .int()
    .min(1)
    .max(1_000_000)
    .exactOptional()
    .describe(
      'The same with the error of MMSE estimation from so many orthogonal pilot symbols of each user antenna, at least K N: 1 / (1 + pilots 10^(pilotSnr / 10) E|h|^2).',
    ),
  pilotSnr: z.number().exactOptional().describe('With pilots: SNR of a pilot symbol in dB; as snr unless given.'),
} as const;

export const channelAxes = [...Object.keys(modelAxes), ...Object.keys(knowledgeAxes)];

type ModelAxes = z.output<z.ZodObject<typeof modelAxes>>;

/** The axes of a scenario that its channels are distributed by, without those that change nothing: what a network learns for. */
export function channelModel(scenario: ModelAxes): ModelAxes {
  const given = Object.keys(modelAxes).flatMap((axis) => {
    const value = scenario[axis as keyof ModelAxes];
    const isNone = axis === 'nearest' ? !scenario.pathLoss : value === 0 && axis !== 'riceFactor';
    return value === undefined || isNone ? [] : [[axis, value] as const];
  });
  return Object.fromEntries(given);
}

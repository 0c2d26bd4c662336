import { z } from 'zod';
import { profileNames } from '../experiment/profile-names.ts';

/**
 * The form of `experiments/<paper>/claims.yaml`: what the paper says of its results, in our words, each with the tolerance
 * that was fixed before anything was run.
 */

const name = z.string().min(1);
const metric = name.describe(
  'Metric or diagnostic, as in the CSV; or, of a claim of kind "value", one of the times that `reproduce time` measures, as in ' +
    '"running-time over wmmse".',
);
const series = name.describe(
  'A curve, as in the `solver` column of the CSV: the solver, with parameters where it comes more than once.',
);
const axis = name.describe('Axis along which the curve runs: iteration, or an axis of the problem.');

const tolerance = z
  .number()
  .min(0)
  .describe(
    'How far off still counts as agreement, in the unit of what is compared. Fixed before the results are known.',
  );

const bound = z
  .enum(['about', 'at least', 'at most'])
  .default('about')
  .describe('Whether the number is met from both sides, or is the least or the most.');

const axisValue = z.union([z.number(), z.string(), z.boolean()]);

const where = z
  .record(
    name,
    z.union([
      axisValue,
      z.array(axisValue).min(1),
      z.strictObject({ from: z.number().optional(), to: z.number().optional() }),
    ]),
  )
  .default({})
  .describe(
    'Which points: for an axis one value, a list, a range "first:step:last", or { from, to } for all values between two, ' +
      'both included. Axes left out: all points. Iteration left out or "last": the last of each curve.',
  );

const common = {
  id: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]*$/, 'lower case letters, digits and hyphens')
    .describe('Names the claim within its paper.'),
  place: name.describe('Where the paper says so: "Section IV, Fig. 1".'),
  says: name.describe('What the paper says, in our words.'),
};

const tested = {
  ...common,
  experiment: name.describe('The experiment that tests it: fig1, or mif-wmmse/fig1.'),
  metric,
  where,
  tolerance,
  profile: z
    .enum(profileNames)
    .default('paper')
    .describe('The smallest profile whose sizes and counts can decide the claim.'),
  reason: name.optional().describe('Why the claim is known not to hold, where we know.'),
  lacking: name
    .optional()
    .describe(
      'What the results are still short of: training, where a network still gains by it; iterations, where a run has not arrived. ' +
        'Numbers that fail then leave the claim inconclusive; those that hold, reproduced.',
    ),
  seeds: z
    .array(z.int())
    .min(2)
    .optional()
    .describe(
      'Seeds of trainings, one of which stands where a curve is named with {seed}. The claim holds where it does for the networks of ' +
        'all of them, and is contradicted where it is for all; otherwise one training decides nothing.',
    ),
};

const ordering = z
  .strictObject({
    kind: z.literal('ordering'),
    ...tested,
    above: series,
    below: series,
    by: z.number().default(0).describe('By how much at least, in the unit of the metric (dB for NMSE).'),
  })
  .describe('One curve has larger values than another at every point.');

const difference = z
  .strictObject({ kind: z.literal('difference'), ...tested, of: series, from: series, value: z.number(), bound })
  .describe('`of` minus `from` at equal points, in the unit of the metric: gains in dB.');

const ratio = z
  .strictObject({ kind: z.literal('ratio'), ...tested, of: series, to: series, value: z.number().positive(), bound })
  .describe('Mean of `of` over mean of `to` at equal points, as in "reaches 99 % of".');

const spread = z
  .strictObject({ kind: z.literal('spread'), ...tested, of: series, to: series, value: z.number().positive(), bound })
  .describe(
    'Standard deviation of `of` over the trials, over that of `to` at equal points, as in "has a smaller variance than".',
  );

const value = z
  .strictObject({ kind: z.literal('value'), ...tested, of: series, value: z.number(), bound })
  .describe('A number that the paper prints.');

const gap = z
  .strictObject({
    kind: z.literal('gap'),
    ...tested,
    along: axis,
    level: z.number().describe('The value of the metric at which the curves are compared.'),
    of: series,
    from: series,
    value: z.number(),
    bound,
  })
  .describe(
    'Where `of` first reaches the level along an axis, minus where `from` does: gaps in dB of SNR, or in iterations.',
  );

const monotone = z
  .strictObject({
    kind: z.literal('monotone'),
    ...tested,
    along: axis,
    of: series,
    from: series.optional().describe('With it, the curve is `of` minus `from`: "the gain grows with".'),
    direction: z.enum(['increasing', 'decreasing']),
    by: z
      .number()
      .min(0)
      .default(0)
      .describe('By how much at least from each point to the next, in the unit of the metric.'),
    over: z
      .enum(['mean', 'every trial'])
      .default('mean')
      .describe(
        'Whether the mean over the trials does so, or each trial by itself: the one that does it least then decides.',
      ),
  })
  .describe('A curve, or the difference of two, only rises or only falls along an axis.');

const saturation = z
  .strictObject({
    kind: z.literal('saturation'),
    ...tested,
    along: axis,
    of: series,
    beyond: z.number().describe('Value of the axis from which the curve stays as it is, up to the tolerance.'),
  })
  .describe('A curve does not change beyond some value of an axis.');

const growth = z
  .strictObject({
    kind: z.literal('growth'),
    ...tested,
    along: axis,
    of: series,
    with: z
      .array(axis)
      .default([])
      .describe('Axes that change along with it: of a table of sizes, in which M and K grow together.'),
    value: z.number().positive(),
    bound,
  })
  .describe('The last value of a curve along an axis over its first: "tends to zero", "grows as the square of".');

const cost = z
  .strictObject({
    kind: z.literal('cost'),
    ...tested,
    metric: z.literal('flops').default('flops').describe('Counted real operations of one iteration of one trial.'),
    of: series,
    to: series.optional().describe('With it, the ratio of both; without, the count of `of` itself.'),
    value: z.number().positive(),
    bound,
  })
  .describe('Operations, counted and not measured.');

const notAttempted = z
  .strictObject({ kind: z.literal('not-attempted'), ...common, reason: name.describe('Why we do not test it.') })
  .describe('A claim that is known and not tested.');

export const claimSchema = z.discriminatedUnion('kind', [
  ordering,
  difference,
  ratio,
  spread,
  value,
  gap,
  monotone,
  saturation,
  growth,
  cost,
  notAttempted,
]);

function areDistinct(claims: readonly { readonly id: string }[]): boolean {
  return new Set(claims.map(({ id }) => id)).size === claims.length;
}

export const claimsSchema = z
  .strictObject({
    paper: name.describe('Id of the paper: the name of the folder.'),
    claims: z
      .array(claimSchema)
      .describe('What the paper says of its results: each statement of a number or of an order.'),
    findings: z
      .array(claimSchema)
      .default([])
      .describe(
        'What the paper does not say and a reader would ask: other baselines, other settings. In the form of claims; listed apart, ' +
          'and never counted as reproduced or contradicted.',
      ),
  })
  .refine(({ claims, findings }) => areDistinct([...claims, ...findings]), {
    path: ['claims'],
    error: 'accepted: an id of its own for each claim and finding',
  })
  .describe('The claims of one paper.');

/** What the paper says, or, with `finding`, what it does not say and we ask. */
export type Claim = z.output<typeof claimSchema> & { readonly finding?: true };
/** A claim that results can decide. */
export type TestedClaim = Exclude<Claim, { kind: 'not-attempted' }>;
export type Where = TestedClaim['where'];
export type Bound = z.output<typeof bound>;

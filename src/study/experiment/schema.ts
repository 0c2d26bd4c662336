import { z } from 'zod';
import { markerShapes } from '../../figures/figure.ts';
import { figureSpec } from '../../figures/figure-spec.ts';
import { minCiWidth } from './limits.ts';

/**
 * The form of an experiment file, `experiments/<paper>/<figure>.yaml`. Everything that a reader of the file has to know is
 * in the descriptions: they end up in `experiments/experiment.schema.json`, which editors show while one types.
 */

/** `mif-wmmse/fig3`: paper and figure, in lower case. */
export const experimentId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]*\/[a-z0-9][a-z0-9-]*$/, 'paper/figure in lower case, as in "mif-wmmse/fig3"')
  .describe('Paper and figure, as in mif-wmmse/fig3: the folder and the name of this file without .yaml.');

/** A text that is shown on one line: no control characters, and not endless. */
const line = (most: number) =>
  z
    .string()
    .min(1)
    .max(most)
    .regex(/^[^\p{Cc}]*$/u, 'text without control characters');

const name = line(2000);
const label = line(200);

const axisValue = z.union([z.number(), z.string(), z.boolean()]);

const axisValues = z
  .union([axisValue, z.array(axisValue).min(1)])
  .describe('One value, a list of values, or a range "first:step:last" with both ends, as in "0:5:30".');

/** Axis -> value or values. The grid is the product of its axes. */
export const gridSchema = z
  .record(name, axisValues)
  .describe(
    'A grid of scenarios: the product of the values of its axes. Axes left out take the default of the problem.',
  );

const scenarios = z.array(gridSchema).min(1);

const parameters = z
  .record(name, z.unknown())
  .describe('Parameters of the solver; those left out take its defaults (`reproduce info` lists them).');

export const solverEntry = z.strictObject({
  solver: name.describe(
    'Name of a solver of the problem, or one of your own: a path from the folder of this file (`./mine.py`), or `exec:` and a command.',
  ),
  label: label.optional().describe('What the legend says, in the words of the paper. Default: the name of the solver.'),
  parameters: parameters.default({}),
  each: z
    .record(name, axisValues)
    .default({})
    .describe(
      'Parameters with several values, each solved separately and drawn as one curve: for a method that has to be set up ' +
        'anew for every number of layers. Several parameters are multiplied out.',
    ),
  along: name
    .optional()
    .describe(
      'The parameter of `each` along which the curve runs, for a solver that reports no iterations: its values stand in the ' +
        '`iteration` column.',
    ),
  mark: z
    .enum(['line', 'rule'])
    .default('line')
    .describe('How the figure draws it: a curve, or a level across the whole figure.'),
  style: z
    .strictObject({
      color: z
        .string()
        .regex(
          /^(#[0-9a-f]{3,8}|[a-z]{1,30}|(rgb|hsl)a?\([\d\s.,%/]{1,60}\))$/i,
          'a CSS colour: a name, #hex, rgb() or hsl()',
        )
        .optional()
        .describe('CSS colour: a name or #hex.'),
      dash: z.array(z.number().min(0)).optional().describe('Dash pattern in pixels; [] is a solid line.'),
      shape: z.enum(markerShapes).optional().describe('Marker.'),
    })
    .default({})
    .describe('Colour, dash and marker that replace the next of the house style, where the paper fixes them.'),
});

const training = z
  .record(name, z.union([z.number(), z.string(), z.boolean()]))
  .describe('Training budgets: parameters of the learned solvers, for every entry that leaves them out.');

const count = z.int().positive().max(1e12);

export const profileSchema = z.strictObject({
  trials: count.describe('Trials for every scenario; with ciWidth, the fewest.'),
  ciWidth: z
    .number()
    .min(minCiWidth)
    .optional()
    .describe(
      'Go on after `trials` until the 95 % interval of every point is at most this wide, in the unit of the metric.',
    ),
  maxTrials: count.optional().describe('With ciWidth: never more trials than this. Default: a hundred times `trials`.'),
  blockSize: count.optional().describe('Trials a block: what a worker takes at a time. Default: that of the problem.'),
  training: training.optional(),
  scenarios: scenarios.optional().describe('Grids that replace the scenarios of the experiment in this profile.'),
  set: gridSchema
    .optional()
    .describe('Axes that are replaced in every grid of this profile, like --set on the command line.'),
});

const comparison = z.strictObject({
  to: name.describe('The curve that the others are compared with, as in the `solver` column of the CSV.'),
  as: z
    .enum(['ratio', 'difference'])
    .describe('`ratio`: mean over mean, printed in percent; `difference`: in the unit of the metric.'),
});

const times = z
  .strictObject({
    reference: name.describe('The curve over whose time all others are given, as in the `solver` column of the CSV.'),
    together: z
      .array(z.int().positive().max(1e6))
      .min(1)
      .default([1])
      .describe('Numbers of trials that a solver is given at once, each timed by itself: [1, 100].'),
    trials: z.int().positive().max(1e6).default(100).describe('Trials that every solver has in each round.'),
    rounds: z
      .int()
      .min(6)
      .max(10_000)
      .default(11)
      .describe('Rounds in which all take their turn; a median with its interval needs six.'),
    training: z
      .boolean()
      .optional()
      .describe(
        'Whether the time that a training step takes for each of its samples is measured, too, of networks that a validation follows.',
      ),
    exponent: z
      .strictObject({
        along: name.describe('The axis x.'),
        from: z.number().optional().describe('Its least value that counts.'),
      })
      .optional()
      .describe('With it, the exponent e of c x^e that fits times and counted operations best along an axis.'),
    figure: figureSpec.optional().describe('What is drawn of them; without it they are a table alone.'),
  })
  .describe(
    'Running times, measured by `reproduce time`: all solvers in turn in one thread, as ratios to one of them. No result and no check ' +
      'depends on them.',
  );

const published = z.strictObject({
  place: name.describe('Where the paper prints the values: "Table II".'),
  solver: name.describe('The curve that they belong to, as in the `solver` column of the CSV.'),
  metric: name
    .optional()
    .describe('Their metric, or that of a comparison, as in "wsr over wmmse". Default: the first of the experiment.'),
  at: z.record(name, axisValue).default({}).describe('The axes that are the same for all of them.'),
  along: name.describe('The axis along which they are given, or `iteration`.'),
  values: z.record(name, z.number()).describe('Value of that axis -> what is printed, in the unit of the metric.'),
});

const choice = z.strictObject({
  what: name.describe('What the paper does not state.'),
  why: name.describe('What we chose, and why.'),
});

const dataEntry = z
  .strictObject({
    file: name
      .optional()
      .describe(
        'File of samples that the problem reads, relative to this one: first those of the training, then those of the ' +
          'validation; the rest are the trials of the experiment. Samples are drawn where it is left out.',
      ),
    training: count.describe('Samples that networks are trained on, pass after pass in an order drawn for each.'),
    validation: z.int().min(0).default(0).describe('Samples that the training is followed on.'),
  })
  .describe('A finite data set for the networks. Without it every training step draws fresh samples.');

export const experimentSchema = z
  .strictObject({
    id: experimentId,
    title: name.describe('One line: what the figure shows.'),
    paper: name.describe('Id of the paper: the name of the folder, which holds its paper.yaml.'),
    place: name.describe('Where in the paper: "Fig. 3", "Table II".'),
    problem: name.describe('Id of the problem that is drawn and solved.'),
    scenarios: scenarios.describe('Grids of scenarios, joined. Every solver sees the same draws in each of them.'),
    data: dataEntry.optional(),
    solvers: z
      .array(solverEntry)
      .min(1)
      .describe('What is compared: the curves of the figure, in the order of its legend.'),
    metrics: z.array(name).min(1).describe('What is measured on the solutions: metrics of the problem.'),
    profiles: z
      .strictObject({
        smoke: profileSchema.describe('Seconds: does everything run?'),
        quick: profileSchema.describe('Under about two minutes on two cores: does it look right? The default.'),
        paper: profileSchema.describe('The counts and sizes of the paper.'),
      })
      .describe('How much is computed.'),
    seed: z
      .int()
      .min(0)
      .max(0xffffffff)
      .default(1)
      .describe('Seed of all random streams, unless --seed says otherwise.'),
    figure: figureSpec,
    times: times.optional(),
    compare: z
      .array(comparison)
      .default([])
      .describe(
        'Curves with which all others are compared point by point, paired trial by trial, in a table of its own.',
      ),
    published: z
      .array(published)
      .default([])
      .describe(
        'Numbers that the paper prints: hollow grey marks in figures of curves, in parentheses in tables. Never used to compute anything.',
      ),
    choices: z.array(choice).default([]).describe('Every parameter that the paper does not state, with our choice.'),
  })
  .describe('An experiment: what a figure or table of a paper needs to be computed and drawn.');

export const paperSchema = z
  .strictObject({
    id: name.describe('The name of the folder.'),
    title: name.describe('As printed.'),
    authors: name.describe('As printed, separated by commas.'),
    doi: name.optional().describe('Digital object identifier, without https://doi.org/.'),
    arxiv: z.string().optional().describe('Number of the preprint, in quotes: "2205.08877".'),
    venue: name.optional().describe('Where and when it was printed, for a paper without the two.'),
  })
  .refine(({ doi, arxiv, venue }) => doi !== undefined || arxiv !== undefined || venue !== undefined, {
    error: 'a doi, an arxiv number or a venue is needed',
  });

export type Profile = z.output<typeof profileSchema>;
export type Grid = z.output<typeof gridSchema>;
export type SolverEntry = z.output<typeof solverEntry>;
export type DataEntry = z.output<typeof dataEntry>;
export type Comparison = z.output<typeof comparison>;
export type Times = z.output<typeof times>;
export type Published = z.output<typeof published>;
export type Choice = z.output<typeof choice>;
export type Experiment = z.output<typeof experimentSchema>;
export type Paper = z.output<typeof paperSchema>;

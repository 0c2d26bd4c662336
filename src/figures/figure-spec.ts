import { z } from 'zod';

/**
 * The `figure:` section of an experiment file: which columns of the CSV go where, in Vega-Lite's vocabulary. Titles and
 * labels may carry simple scripts: `J_u`, `10^-3`, `x^{k+1}`, `N_{t}`.
 */

const column = z
  .string()
  .min(1)
  .describe('A column of the CSV: `solver`, `metric`, `iteration` or a scenario axis such as `snr`, `K`, `N`.');

const scaleType = z
  .enum(['linear', 'log'])
  .describe('Kind of scale; `linear` unless given. A log axis is labelled at the powers of its base.');

const scale = z
  .strictObject({
    type: scaleType.optional(),
    base: z.number().gt(1).optional().describe('Base of a log scale; 10 unless given.'),
    domain: z
      .tuple([z.number(), z.number()])
      .refine(([low, high]) => low < high, 'the first bound must be below the second')
      .optional()
      .describe('First and last value of the axis. Left out, it fits the data together with its 95 % bands.'),
    zero: z.boolean().optional().describe('Whether the axis must include zero; bars do unless told otherwise.'),
    reverse: z.boolean().optional().describe('Whether the axis runs from large to small.'),
  })
  .describe('How values become positions.');

const axis = z
  .strictObject({
    values: z
      .array(z.union([z.number(), z.string()]))
      .min(1)
      .optional()
      .describe('Where ticks stand. Left out, round values are chosen; an iteration axis gets whole numbers.'),
    tickCount: z.int().min(2).max(30).optional().describe('About how many ticks.'),
    format: z
      .string()
      .regex(/^(fraction|[<>=^]?[-+( ]?[$#]?0?\d*,?(\.\d+)?~?[a-z%]?)$/i, 'must be `fraction` or a d3 number format')
      .optional()
      .describe(
        'Number format in d3 notation (`.2f`, `.0%`, `~s`), or `fraction` to print 0.25 as 1/4. Cells of a table take `.2f` and `.1%` only.',
      ),
    grid: z.boolean().optional().describe('Whether grid lines are drawn at the ticks; yes unless told otherwise.'),
  })
  .describe('Ticks and their labels.');

const type = z
  .enum(['quantitative', 'ordinal', 'nominal'])
  .describe('`quantitative` places numbers by value; `ordinal` and `nominal` give each value its own place.');

const title = z.string().describe('Axis title. Left out, the column or metric names itself.');

const metric = z
  .union([z.string().min(1), z.array(z.string().min(1)).min(1)])
  .describe(
    'Which metric of the CSV is drawn, or which comparison, as in `wsr over wmmse`; several only where another channel has `field: metric`.',
  );

const x = z
  .strictObject({
    field: z.union([column, z.literal('value')]).describe('Column along the axis; `value` for the x axis of an ecdf.'),
    metric: metric.optional().describe('With `field: value`: the metric whose per-trial values are drawn.'),
    type: type.optional(),
    title: title.optional(),
    scale: scale.optional(),
    axis: axis.optional(),
  })
  .describe('The horizontal axis; the columns of a table.');

const y = z
  .strictObject({
    field: z
      .union([z.enum(['mean', 'value']), column])
      .default('mean')
      .describe(
        '`mean` with its 95 % band, or `value`: the per-trial values that a box or ecdf summarises. In a heat map the column along the axis.',
      ),
    metric: metric.optional(),
    title: title.optional(),
    scale: scale.optional(),
    axis: axis.optional(),
  })
  .describe('The vertical axis; the cells of a table.');

const color = z
  .strictObject({
    metric: metric.optional().describe('Which metric of the CSV the colours of a heat map show.'),
    title: title.optional(),
    scale: scale.pick({ type: true, domain: true }).optional(),
  })
  .describe('What the colours of a heat map show; the bar beside it says how. Darker is more.');

const strokeDash = z
  .strictObject({
    field: column,
    title: z.string().optional().describe('Symbol written in the legend before the value, as in `K = 4`.'),
  })
  .describe('One curve for each value of this column, told apart by its dashes.');

const facetChannel = z
  .strictObject({
    field: column,
    title: z
      .string()
      .optional()
      .describe(
        'Symbol written over each panel before the value, as in `K = 4`; with an empty one the value stands alone.',
      ),
  })
  .describe('One panel for each value of this column.');

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);

const filter = z
  .strictObject({
    field: column,
    equal: scalar.optional().describe('Keep rows with this value; `null` keeps rows where the column is empty.'),
    oneOf: z.array(scalar).min(1).optional().describe('Keep rows with one of these values.'),
    range: z.tuple([z.number(), z.number()]).optional().describe('Keep rows between two numbers, both included.'),
  })
  .refine(
    ({ equal, oneOf, range }) => [equal, oneOf, range].filter((test) => test !== undefined).length === 1,
    'needs exactly one of `equal`, `oneOf`, `range`',
  );

const split = z
  .strictObject({
    field: column,
    size: z.int().min(1).describe('How many of the numbers make a row.'),
    as: z.tuple([z.string().min(1), z.string().min(1)]).describe('Columns for the row, and for the place in it.'),
  })
  .describe(
    'Two columns, of whole numbers from 1, out of a column that counts the places of an array row by row from 1.',
  );

const sharing = z.enum(['shared', 'independent']);

/** Where a legend may stand: a corner inside the plot, a side of it, or wherever it hides no data. */
export const legendOrients = [
  'auto',
  'top-left',
  'top-right',
  'bottom-left',
  'bottom-right',
  'right',
  'top',
  'bottom',
  'none',
] as const;

export const figureSpec = z
  .strictObject({
    mark: z
      .enum(['line', 'box', 'ecdf', 'bar', 'table', 'heat'])
      .default('line')
      .describe(
        '`line`: means with 95 % bands; `box`: spread of the trials at each x; `ecdf`: distribution over trials; `bar`: means side by side; `table`: numbers; `heat`: a mean for each place of two axes of numbers, as a colour.',
      ),
    encoding: z
      .strictObject({ x, y: y.prefault({}), color: color.optional(), strokeDash: strokeDash.optional() })
      .describe('Which column is shown by which channel. Colour and marker always tell the solvers apart.'),
    facet: z
      .strictObject({ row: facetChannel.optional(), column: facetChannel.optional() })
      .refine(({ row, column }) => row !== undefined || column !== undefined, 'needs `row`, `column` or both')
      .optional()
      .describe('Small panels side by side, one for each value of a column.'),
    columns: z
      .int()
      .min(1)
      .max(12)
      .optional()
      .describe('How many panels of `facet: column` stand side by side; more go into the next row.'),
    resolve: z
      .strictObject({
        scale: z.strictObject({ x: sharing.default('shared'), y: sharing.default('shared') }),
      })
      .optional()
      .describe('Whether panels share their axes; they do unless told otherwise.'),
    transform: z
      .array(z.union([z.strictObject({ filter }), z.strictObject({ split })]))
      .optional()
      .describe(
        'Which rows are drawn, and columns that are made of others. Where no channel shows `iteration`, the last iteration is.',
      ),
    legend: z
      .strictObject({
        orient: z
          .enum(legendOrients)
          .default('auto')
          .describe('Place of the legend; `auto` finds a corner that hides no data and else stands right of the plot.'),
        columns: z.int().min(1).max(6).optional().describe('Number of columns of entries.'),
      })
      .optional()
      .describe('The legend; its entries stand in the order of the solvers.'),
    size: z
      .strictObject({
        width: z.int().min(80).max(2000).optional().describe('Width of the plot, or of one panel, in pixels.'),
        height: z.int().min(60).max(2000).optional().describe('Height of the plot, or of one panel, in pixels.'),
      })
      .optional()
      .describe('Size without axes, legend and caption.'),
  })
  .describe('How the CSV becomes a figure, in the vocabulary of Vega-Lite.');

/** A figure section after validation, defaults filled in. */
export type FigureSpec = z.output<typeof figureSpec>;

/** A figure section as written in a file. */
export type FigureSpecInput = z.input<typeof figureSpec>;

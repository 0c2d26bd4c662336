import { messages, UserError } from '../messages.ts';
import type { Plan } from '../study/experiment/plan.ts';
import type { Times } from '../study/experiment/schema.ts';
import { exponentOf, isTimed, runningTime } from '../study/experiment/timed-metric.ts';
import type { Row } from '../study/results/row.ts';
import type { Study } from '../study/study.ts';
import { clockOf, measureTimes } from '../study/times/measure.ts';
import { type MeasuredTimes, timesPathsBeside, writeTimes } from '../study/times/results.ts';
import { timesRows } from '../study/times/rows.ts';
import { printedValues, storedFormats } from './figure.ts';
import type { OutputPlaces } from './places.ts';

/** What a measurement of times gave. */
export interface TimesOutputs {
  readonly rows: readonly Row[];
  readonly files: readonly string[];
}

/** Measures the times of a study whose networks are trained and writes them: a table, how it was made and, where one is asked for, a figure. */
export async function writeTimesOf(
  study: Study,
  asked: Times,
  { csv, figures, name }: Pick<OutputPlaces, 'csv' | 'figures' | 'name'>,
  onRound?: (done: number) => void,
): Promise<TimesOutputs> {
  const timed = await measureTimes(study, asked, onRound);
  const rows = timesRows(study.plan.id, timed, asked);
  const clock = clockOf(study);
  const { figure: _, ...timing } = asked;
  const tables = writeTimes(timesPathsBeside(csv), study, rows, { ...timing, clock });
  const drawn = await drawTimes(study, { rows, clock, rounds: asked.rounds }, { figures, name });
  return { rows, files: [...tables, ...drawn] };
}

/** Draws stored times of a study as its experiment asks; returns what was written. */
export async function drawTimes(
  { plan, custom }: Study,
  { rows, clock, rounds }: MeasuredTimes,
  { figures, name }: Pick<OutputPlaces, 'figures' | 'name'>,
  formats = storedFormats,
): Promise<readonly string[]> {
  const { place, title, times } = plan.experiment;
  if (times?.figure === undefined) return [];
  const { writeFigure } = await import('../figures/index.ts');
  const figure = {
    id: `${plan.id} times`,
    spec: times.figure,
    rows: rows.map(({ scenario, ci95Low, ci95High, ...row }) => {
      return { ...scenario, ...row, ci95_low: ci95Low, ci95_high: ci95High };
    }),
    series: plan.series.map((series) => ({ solver: series.name, label: series.label, ...series.entry.style })),
    printed: printedValues(plan).filter(({ metric }) => isTimed(metric)),
    caption: [`${place}. ${title}. ${messages.timedBy(clock, rounds)}`, ...exponents(plan, rows)].join('. '),
  };
  try {
    return (await writeFigure(figure, figures, `${name}.times`, formats)).files;
  } catch (error) {
    if (!custom || !(error instanceof UserError)) throw error;
    process.stderr.write(`${messages.noFigure(error.message)}\n`);
    return [];
  }
}

/** The fitted exponents of the running time in a sentence; none where none were asked for. */
function exponents({ experiment, series }: Plan, rows: readonly Row[]): string[] {
  const asked = experiment.times?.exponent;
  if (asked === undefined) return [];
  const metric = exponentOf(runningTime, asked.along);
  const found = rows.filter((row) => row.metric === metric);
  const each = found.map(({ solver, mean, ci95Low, ci95High }) => {
    const label = series.find(({ name }) => name === solver)?.label ?? solver;
    return `${mean.toFixed(2)}${ci95Low === null ? '' : ` [${ci95Low.toFixed(2)}, ${ci95High!.toFixed(2)}]`} (${label})`;
  });
  return each.length === 0 ? [] : [messages.fittedExponents(asked.along, asked.from, each)];
}

import type { AnyProblem, AnySolver } from '../contracts/problem.ts';
import { diagnostics } from '../problems/diagnostics.ts';
import { type Setting, settingsOf } from '../study/experiment/settings.ts';

/** Where the written part of a problem's page ends and the one made from the code begins. */
export const referenceHeading = '## Reference';

/** The part of a problem's page in Markdown that is made from the code: axes, metrics, and solvers with their parameters. */
export async function problemReference(problem: AnyProblem): Promise<string> {
  const solvers = await Promise.all(Object.values(problem.solvers).map((load) => load()));
  const metrics = Object.values(problem.metrics).map(({ name, title, unit }) => [code(name), title, unit]);
  const reported = Object.entries(diagnostics[problem.id] ?? {}).map(([name, { what, unit }]) => [
    code(name),
    what,
    unit,
  ]);
  return [
    referenceHeading,
    'From here on made by `npm run pages` from the code. `accepted` and defaults are those that the command line checks.',
    '### Axes',
    settingsTable('axis', settingsOf(problem.scenario)),
    '### Metrics',
    table(['metric', 'what', 'unit'], metrics),
    '### What solvers report of themselves',
    table(['diagnostic', 'what', 'unit'], reported),
    '### Solvers',
    ...solvers.flatMap(solverPart),
  ]
    .join('\n\n')
    .concat('\n');
}

function solverPart({ name, summary, parameters, training }: AnySolver): string[] {
  const settings = settingsOf(parameters);
  const learned = training === undefined ? [] : [`Trained: ${escaped(training.summary)}`];
  const own = Object.keys(settings).length === 0 ? [] : [settingsTable('parameter', settings)];
  return [`#### \`${name}\``, escaped(`${summary}.`), ...learned, ...own];
}

function settingsTable(what: string, settings: Readonly<Record<string, Setting>>): string {
  const rows = Object.entries(settings).map(([name, { description = '', accepted, default: fallback }]) => [
    code(name),
    description,
    accepted,
    fallback === undefined ? '' : JSON.stringify(fallback),
  ]);
  return table([what, 'what', 'accepted', 'default'], rows);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map((row) => line(row.map(escaped)))].join('\n');
}

function code(text: string): string {
  return `\`${text}\``;
}

/** The text as it is, also where Markdown would read it as something else. */
function escaped(text: string): string {
  return text.replace(/[<>|*_[\]]/g, '\\$&');
}

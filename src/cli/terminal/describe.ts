import type { AnyProblem } from '../../contracts/problem.ts';
import { duration } from '../../duration.ts';
import { problems } from '../../problems/index.ts';
import { openSource } from '../../study/experiment/open-source.ts';
import { paperLink } from '../../study/experiment/paper-link.ts';
import { isModulePath } from '../../study/experiment/problem-source.ts';
import { profileNames } from '../../study/experiment/profile-names.ts';
import { settingLine, settingsOf } from '../../study/experiment/settings.ts';
import { resultsFolder } from '../../study/results/result-paths.ts';
import { storedSeconds } from '../../study/run/cost.ts';
import type { Study } from '../../study/study.ts';
import { openMatching } from '../actions/open-matching.ts';
import { fixedAxes } from './run-summary.ts';

/** What `info` says of one thing, for people and for programs. */
export interface Description {
  readonly text: string;
  readonly data: unknown;
}

/** Describes experiments and problems in the order of their names. */
export async function describeAll(names: readonly string[]): Promise<Description[]> {
  const described: Description[] = [];
  for (const name of names) {
    if (Object.hasOwn(problems, name) || isModulePath(name)) {
      described.push(await describeProblem((await openSource(name, process.cwd())).problem));
      continue;
    }
    const solving = await describeSolver(name);
    if (solving !== undefined) described.push(solving);
    else {
      for (const study of await openMatching([name], { profile: 'paper' }, '.', await otherNames())) {
        described.push(await describeExperiment(study));
      }
    }
  }
  return described;
}

/** Problems and published solvers. */
async function otherNames(): Promise<string[]> {
  const opened = await Promise.all(Object.values(problems).map((open) => open()));
  return [...Object.keys(problems), ...opened.flatMap(({ solvers }) => Object.keys(solvers))];
}

/** A published solver, of every problem that has one of this name. */
async function describeSolver(name: string): Promise<Description | undefined> {
  const found = [];
  for (const open of Object.values(problems)) {
    const problem = await open();
    if (!Object.hasOwn(problem.solvers, name)) continue;
    const solver = await problem.solvers[name]();
    found.push({
      ...{ name, problem: problem.id, summary: solver.summary, reports: solver.reports },
      parameters: settingsOf(solver.parameters),
      ...(solver.training && { training: solver.training.summary }),
    });
  }
  if (found.length === 0) return undefined;
  const text = found.map(({ problem, summary, reports, parameters, training }) =>
    [
      `${name}  ${summary}`,
      `  problem   ${problem}`,
      `  reports   ${reports === 'final' ? 'its last solution' : 'every iteration'}`,
      ...(training === undefined ? [] : [`  training  ${training}`]),
      ...Object.entries(parameters).map(([key, setting]) => `  parameter ${key}: ${settingLine(setting)}`),
      `  run       reproduce sweep ${problem} --solvers ${name}`,
    ].join('\n'),
  );
  return { text: text.join('\n\n'), data: found };
}

async function describeExperiment(study: Study): Promise<Description> {
  const { plan, loaded, target } = study;
  const { experiment, paper } = loaded;
  const profiles = await Promise.all(
    profileNames.map(async (name) => {
      const [{ plan: own }] = await openMatching([target], { profile: name }, '.');
      return {
        name,
        trials: own.profile.trials,
        scenarios: own.points.length,
        seconds: storedSeconds(resultsFolder(plan.id, '.'), plan.id, name),
      };
    }),
  );
  const data = { ...experiment, paper, profiles, axes: plan.problem.axes, seed: plan.seed };
  const text = [
    `${experiment.id}  ${experiment.place}: ${experiment.title}`,
    `  paper     ${paper.authors}: ${paper.title}. ${paperLink(paper) ?? paper.venue}`,
    `  problem   ${plan.problem.title} (${plan.problem.id}), ${fixedAxes(plan)}`,
    `  metrics   ${plan.metrics.map((name) => metricLine(plan.problem, name)).join('; ')}`,
    ...plan.series.flatMap(({ name, label, solver, runs }) => [
      `  solver    ${name}  ${label}`,
      `            ${solver.summary}`,
      ...runs.map(({ parameters }) => `            ${formatParameters(parameters)}`),
    ]),
    ...profiles.map(
      ({ name, trials, scenarios, seconds }) =>
        `  profile   ${name}: ${scenarios} scenarios, ${trials} trials${seconds === null ? '' : `; took ${duration(seconds)} of one core`}`,
    ),
    ...experiment.choices.map(({ what, why }) => `  choice    ${what}: ${why}`),
    `  run       reproduce run ${target} --profile paper`,
  ].join('\n');
  return { text, data };
}

async function describeProblem(problem: AnyProblem): Promise<Description> {
  const solvers = await Promise.all(Object.values(problem.solvers).map((load) => load()));
  const axes = settingsOf(problem.scenario);
  const data = {
    id: problem.id,
    title: problem.title,
    axes,
    metrics: problem.metrics,
    solvers: solvers.map(({ name, summary, parameters }) => ({ name, summary, parameters: settingsOf(parameters) })),
  };
  const text = [
    `${problem.id}  ${problem.title}`,
    ...Object.entries(axes).map(([name, setting]) => `  axis      ${name}: ${settingLine(setting)}`),
    ...Object.keys(problem.metrics).map((name) => `  metric    ${metricLine(problem, name)}`),
    ...data.solvers.flatMap(({ name, summary, parameters }) => [
      `  solver    ${name}: ${summary}`,
      ...Object.entries(parameters).map(([key, setting]) => `            ${key}: ${settingLine(setting)}`),
    ]),
  ].join('\n');
  return { text, data };
}

function metricLine({ metrics }: AnyProblem, name: string): string {
  return `${name}: ${metrics[name].title} in ${metrics[name].unit}`;
}

function formatParameters(parameters: Readonly<Record<string, unknown>>): string {
  const all = Object.entries(parameters).map(
    ([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  return all.length === 0 ? 'no parameters' : all.join(' ');
}

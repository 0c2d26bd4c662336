import { duration } from '../../duration.ts';
import { threadsFor } from '../../executors/threads.ts';
import { countsOf } from '../../publish/counts.ts';
import { look } from '../../study/run/look.ts';
import { probeSeconds } from '../../study/run/probe.ts';
import type { StudyResult } from '../../study/run/study-result.ts';
import type { Study } from '../../study/study.ts';
import { trainingSeconds } from '../../study/training/probe.ts';
import { networkStates } from '../../study/training/progress.ts';
import { formatScenario } from './replay-command.ts';

/** Prints what a run would do. */
export async function dryRun(
  studies: readonly Study[],
  { json, jobs }: { json: boolean; jobs: number | undefined },
): Promise<number> {
  const reports = [];
  for (const study of studies) {
    const result = await look(study);
    const report = await reportOf(study, result, threadsFor(study.source.device, jobs));
    reports.push(report);
    if (!json) process.stdout.write(`${format(study, report)}\n\n`);
  }
  if (json) process.stdout.write(`${JSON.stringify(reports, null, 2)}\n`);
  return 0;
}

async function reportOf(study: Study, { blocks, missing, trials, seconds }: StudyResult, jobs: number) {
  const { plan, custom } = study;
  const toDo = blocks.missing + blocks.failed;
  const states = networkStates(study);
  const untrained = states.filter(({ isTrained }) => !isTrained);
  const training = untrained.length === 0 ? 0 : await trainingSeconds(study, states);
  const oneCore = blocks.stored > 0 ? (seconds / blocks.stored) * toDo : await probeSeconds(study, missing);
  return {
    id: plan.id,
    profile: plan.profileName,
    custom,
    seed: plan.seed,
    trials,
    scenarios: plan.points.map(({ scenario }) => scenario),
    solvers: plan.series.map(({ name }) => name),
    blocks: { total: blocks.total, stored: blocks.stored, missing: toDo },
    /** Seconds until done with `jobs` workers, from stored blocks or a trial of a few; null where none could be tried. */
    estimatedSeconds: toDo === 0 ? 0 : oneCore === null ? null : oneCore / jobs,
    jobs,
    /** Networks whose weights are still to be trained; the estimate of the blocks leaves them out. */
    untrained: untrained.length,
    trainingSteps: untrained.reduce((sum, { job, stepsDone }) => sum + job.plan.steps - stepsDone, 0),
    /** Seconds for them with `jobs` workers, from a few steps; null where none could be tried. */
    trainingSeconds: training === null ? null : training / jobs,
  };
}

function format(
  study: Study,
  { id, scenarios, solvers, blocks, trials, jobs, ...estimated }: Awaited<ReturnType<typeof reportOf>>,
) {
  const { estimatedSeconds, untrained, trainingSteps, trainingSeconds } = estimated;
  const time = (seconds: number | null) => (seconds === null ? 'unknown' : duration(seconds));
  return [
    `${id}  (${countsOf(study, trials)})`,
    ...scenarios.map((scenario) => `  scenario  ${formatScenario(scenario)}`),
    ...solvers.map((solver) => `  solver    ${solver}`),
    `  blocks    ${blocks.total}, of which ${blocks.stored} are stored and ${blocks.missing} are to be computed`,
    ...(untrained === 0
      ? []
      : [`  training  ${untrained} networks, ${trainingSteps} steps: ${time(trainingSeconds)} with ${jobs} workers`]),
    `  estimate  ${time(estimatedSeconds)} with ${jobs} workers${untrained === 0 ? '' : ', beside training'}`,
  ].join('\n');
}

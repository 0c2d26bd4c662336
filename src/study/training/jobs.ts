import type { Plan } from '../experiment/plan.ts';
import type { ProblemSource } from '../experiment/problem-source.ts';
import type { RecordedFile } from '../experiment/recorded-file.ts';
import { networkPlan } from './network-plan.ts';
import { type TrainingJob, trainingJob } from './train.ts';

/** Every network that the plan's solvers ask for, once, in the order of the series. */
export function trainingJobs(plan: Plan, source: ProblemSource, recorded?: RecordedFile): TrainingJob[] {
  const jobs = new Map<string, TrainingJob>();
  const file = plan.data && recorded ? { recorded } : {};
  for (const { solver, runs } of plan.series) {
    if (!solver.training) continue;
    for (const { scenario } of plan.points) {
      for (const { parameters } of runs) {
        const needed = networkPlan(solver, scenario, parameters, plan.data);
        if (needed === null) continue;
        const job = withFile(trainingJob(source, solver.name, solver.training, needed), file);
        jobs.set(job.key, job);
      }
    }
  }
  return [...jobs.values()];
}

/** The job, and those that it begins from, on the file of the data set. */
function withFile(job: TrainingJob, file: Pick<TrainingJob, 'recorded'>): TrainingJob {
  return { ...job, ...file, ...(job.start && { start: withFile(job.start, file) }) };
}

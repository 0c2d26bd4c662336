import type { Plan } from '../experiment/plan.ts';
import type { ProblemSource } from '../experiment/problem-source.ts';
import { type TrainingJob, trainingJob } from './train.ts';

/** Every network that the plan's solvers ask for, once, in the order of the series. */
export function trainingJobs(plan: Plan, source: ProblemSource): TrainingJob[] {
  const jobs = new Map<string, TrainingJob>();
  for (const { solver, runs } of plan.series) {
    if (!solver.training) continue;
    for (const { scenario } of plan.points) {
      for (const { parameters } of runs) {
        const needed = solver.training.plan(scenario, parameters);
        if (needed === null) continue;
        const job = trainingJob(source, solver.name, solver.training, needed);
        jobs.set(job.key, job);
      }
    }
  }
  return [...jobs.values()];
}

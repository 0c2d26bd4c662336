import type { Study } from '../study.ts';
import { networkPlan } from '../training/network-plan.ts';
import { openRun } from '../training/open-run.ts';
import { weightsKey } from '../training/weights-file.ts';
import type { TimedWork } from './timed.ts';

/**
 * Steps of the training of every network of a study that a validation follows, from the first on: drawing samples and the optimizer are
 * part of them, the validation is not.
 */
export async function trainingWork(study: Study): Promise<TimedWork[]> {
  const { points, series, data } = study.plan;
  const timed: TimedWork[] = [];
  for (const point of points) {
    for (const { own, run } of series.flatMap((own) => own.runs.map((run) => ({ own, run })))) {
      const plan = networkPlan(own.solver, point.scenario, run.parameters, data);
      if (plan === null) continue;
      const key = weightsKey(own.solver.name, own.solver.training!.version, plan);
      const training = await openRun(study, study.networks.find((job) => job.key === key)!);
      if (training.validation === undefined) continue;
      let step = 0;
      const work = async () => {
        await training.advance(step++);
      };
      timed.push({ of: { what: 'training', point, series: own, run, together: plan.batch }, work, each: plan.batch });
    }
  }
  return timed;
}

import type { ResidentTrainer, SummedTrainer } from '../../contracts/training.ts';
import { useArithmetic } from '../../lanes/arithmetic.ts';
import { openRecorded } from '../experiment/recorded-file.ts';
import type { Study } from '../study.ts';
import { SummedRun } from './summed.ts';
import { type TrainingJob, trainingStreams } from './train.ts';
import { findWeights, readWeights } from './weights-file.ts';

/** The training of a network of a study, alone in this thread, before its first step. Throws where the network that it begins from is not there. */
export async function openRun({ plan: { problem }, trees }: Study, job: TrainingJob): Promise<ResidentTrainer> {
  useArithmetic('strict');
  const recorded = job.recorded && (await openRecorded(problem, job.recorded));
  const path = job.start && findWeights(trees, job.start.solver, job.start.key);
  if (path === null) throw new Error('it begins from a network that is not trained');
  const start = job.start && path ? readWeights(path, job.start.key).weights : undefined;
  const trainer = await job.training.trainer(job.plan, trainingStreams(job), recorded, start);
  return trainer.kind === 'resident' ? trainer : new SummedRun(trainer as SummedTrainer<Float64Array>);
}

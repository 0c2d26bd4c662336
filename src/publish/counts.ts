import type { TrainingPlan } from '../contracts/training.ts';
import { commandLine } from '../study/experiment/plan.ts';
import type { Study } from '../study/study.ts';

/** `quick profile, n = 10000 trials, networks of 480 training steps`: the profile, which a sweep has none of, and the true counts. */
export function countsOf({ loaded, plan, networks: jobs, custom }: Study, trials: readonly number[]): string {
  const steps = jobs.map(({ plan }) => allSteps(plan));
  const networks = steps.length === 0 ? '' : `, networks of ${counted(steps, 'training steps')}`;
  const counts = `n = ${shownTrials(trials)}${networks}`;
  if (loaded.file === commandLine) return counts;
  return `${plan.profileName} profile${custom ? ', changed on the command line' : ''}, ${counts}`;
}

/** `1000 trials`, or `1000 to 4000 trials` where scenarios differ. */
export function shownTrials(trials: readonly number[]): string {
  return counted(trials, 'trials');
}

/** Those of the earlier training that a network goes on from count, too. */
function allSteps({ steps, earlierSteps = 0 }: TrainingPlan): number {
  return steps + earlierSteps;
}

function counted(counts: readonly number[], what: string): string {
  return `${range(counts)} ${what}`;
}

function range(numbers: readonly number[]): string {
  const [least, most] = [Math.min(...numbers), Math.max(...numbers)];
  return least === most ? `${least}` : `${least} to ${most}`;
}

/**
 * The same in sentences, as captions have it, with what networks were trained on: `Paper profile: 128 trials a point. Networks were
 * trained in 600 steps of 16 samples each (9600 in all), learningRate = 0.001.`
 */
export function scaleInWords({ loaded, plan, networks: jobs, custom }: Study, trials: readonly number[]): string {
  const profile = `${plan.profileName[0].toUpperCase()}${plan.profileName.slice(1)} profile`;
  const counts = `${shownTrials(trials)} a point.`;
  const run =
    loaded.file === commandLine ? counts : `${profile}${custom ? ', changed on the command line' : ''}: ${counts}`;
  // A single step decides something at once, such as a threshold: no network learns.
  const trained = jobs.map((job) => job.plan).filter(({ steps }) => steps > 1);
  return trained.length === 0 ? run : `${run} ${trainingInWords(trained)}`;
}

/** `Networks were trained in 600 steps of 16 samples each (9600 in all), learningRate = 0.001.` */
export function trainingInWords(plans: readonly TrainingPlan[]): string {
  const rates = [...new Set(plans.flatMap((plan) => Object.keys(plan).filter((key) => /rate$/i.test(key))))].map(
    (key) => `, ${key} = ${range(plans.flatMap((plan) => (typeof plan[key] === 'number' ? plan[key] : [])))}`,
  );
  const steps = counted(plans.map(allSteps), 'steps');
  const samples = range(plans.map(({ batch }) => batch));
  const all = range(plans.map((each) => allSteps(each) * each.batch));
  return `Networks were trained in ${steps} of ${samples} samples each (${all} in all)${rates.join('')}.`;
}

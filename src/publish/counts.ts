import { commandLine } from '../study/experiment/plan.ts';
import type { Study } from '../study/study.ts';

/** `quick profile, n = 10000 trials, networks of 480 training steps`: the profile, which a sweep has none of, and the true counts. */
export function countsOf({ loaded, plan, networks: jobs, custom }: Study, trials: readonly number[]): string {
  const steps = jobs.map((job) => job.plan.steps);
  const networks = steps.length === 0 ? '' : `, networks of ${counted(steps, 'training steps')}`;
  const counts = `n = ${shownTrials(trials)}${networks}`;
  if (loaded.file === commandLine) return counts;
  return `${plan.profileName} profile${custom ? ', changed on the command line' : ''}, ${counts}`;
}

/** `1000 trials`, or `1000 to 4000 trials` where scenarios differ. */
export function shownTrials(trials: readonly number[]): string {
  return counted(trials, 'trials');
}

function counted(counts: readonly number[], what: string): string {
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  return least === most ? `${least} ${what}` : `${least} to ${most} ${what}`;
}

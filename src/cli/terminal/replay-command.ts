import type { Scenario } from '../../contracts/problem.ts';
import { shellWord } from '../../shell.ts';
import type { ProblemSource } from '../../study/experiment/problem-source.ts';
import type { Failure } from '../../study/run/losses.ts';

/** `M=8 K=2 snr=10`. */
export function formatScenario(scenario: Scenario): string {
  return Object.entries(scenario)
    .map(([axis, value]) => `${axis}=${value}`)
    .join(' ');
}

/** The command that computes the failing trial again, alone. `base` is what comes before the options: `reproduce run fig3`. */
export function replayCommand(base: string, failure: Failure, source: ProblemSource): string {
  const axes = Object.entries(failure.scenario).map(([axis, value]) => shellWord(`${axis}=${value}`));
  const parameters = Object.entries(failure.parameters)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `:${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`);
  const own = source.solvers.find(({ name }) => name === failure.solver);
  const solver = `${own?.path ?? failure.solver}${parameters.join('')}`;
  const { seed, trial } = failure;
  const device = source.device === undefined ? '' : ` --device ${source.device}`;
  const arithmetic = source.arithmetic === undefined ? '' : ' --fast-math';
  return `${base} --set ${axes.join(' ')} --solvers ${shellWord(solver)} --seed ${seed}${device}${arithmetic} --trial ${trial}`;
}

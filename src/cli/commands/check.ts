import { command } from '../command.ts';

export const check = command({
  name: 'check',
  arguments: { '<pattern...>': 'experiments, as in `run`' },
  summary:
    'compute experiments small and compare with the stored results, or, with --against, with those in another folder or of another revision: exit code 0 pass, 1 a curve moved, 3 too few trials to tell',
  examples: [
    'check mif-wmmse',
    'check all --profile smoke --json',
    'check fig3 --trials 5000',
    'check all --against ../before',
    'check all --against HEAD~1',
  ],
  options: [
    'against',
    'profile',
    'solvers',
    'trials',
    'seed',
    'tolerance',
    'jobs',
    'device',
    'fresh',
    'out',
    'json',
    'quiet',
  ],
  async run(patterns, { against, ...options }) {
    if (against !== undefined) {
      const { checkAgainst } = await import('../actions/check-against.ts');
      return checkAgainst(against, patterns, options);
    }
    const { checkExperiments } = await import('../actions/check-experiments.ts');
    return checkExperiments(patterns, options);
  },
});

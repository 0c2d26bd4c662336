import { command } from '../command.ts';

export const time = command({
  name: 'time',
  arguments: { '<pattern...>': 'experiments, as for run; those that say nothing of times are left out' },
  summary:
    'measure the running times that experiments ask for, all solvers in turn in one thread, as ratios to one of them',
  examples: ['time l2o-sumrate --profile paper', 'time l2o-sumrate/fig3 --solvers all,./mine.py'],
  options: ['profile', 'set', 'solvers', 'python', 'timeout', 'jobs', 'out', 'json', 'quiet'],
  async run(patterns, { out = '.', jobs, json = false, quiet = false, ...given }) {
    const { requestOf } = await import('../actions/request.ts');
    const { openMatching } = await import('../actions/open-matching.ts');
    const { threadsFor, withThreads } = await import('../../executors/threads.ts');
    const { timeExperiments } = await import('../actions/time-experiments.ts');
    const studies = await openMatching(patterns, requestOf(given), out);
    return withThreads(threadsFor(undefined, jobs), (executor) =>
      timeExperiments(studies, patterns, { out, executor, json, quiet }),
    );
  },
});

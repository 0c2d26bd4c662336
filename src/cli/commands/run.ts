import { command } from '../command.ts';

export const run = command({
  name: 'run',
  arguments: {
    '<pattern...>': 'fig3, mif-wmmse, mif-wmmse/fig3, all, or the path of an experiment file or of a folder of them',
  },
  summary: 'compute experiments: CSV, figure and claims (the default command)',
  examples: ['fig3', 'run mif-wmmse --profile paper', 'run fig1 --set snr=0:5:30 --solvers all,./mine.js'],
  options: [
    ...(['profile', 'set', 'solvers', 'trials', 'ciWidth', 'seed', 'label', 'python', 'timeout', 'fastMath'] as const),
    ...(['jobs', 'device', 'shard', 'fresh', 'retrain', 'out', 'trial', 'dryRun', 'json', 'quiet'] as const),
  ],
  async run(
    patterns,
    { out = '.', jobs, shard, fresh, retrain, trial, dryRun, json = false, quiet = false, ...given },
    all,
  ) {
    const { requestOf } = await import('../actions/request.ts');
    const { openMatching } = await import('../actions/open-matching.ts');
    const request = requestOf(given);
    const studies = await openMatching(
      patterns,
      request,
      out,
      all.map(({ name }) => name),
    );
    const { printCautions } = await import('../terminal/cautions.ts');
    if (!quiet) printCautions(studies);
    if (trial !== undefined) {
      const { replay } = await import('../actions/replay-trial.ts');
      return replay(studies, trial, { json });
    }
    if (dryRun) {
      const { dryRun: look } = await import('../terminal/dry-run.ts');
      return look(studies, { json, jobs });
    }
    const { threadsFor, withThreads } = await import('../../executors/threads.ts');
    const { listenForSignals } = await import('../terminal/signals.ts');
    const { runExperiments } = await import('../actions/run-experiments.ts');
    const common = { out, shard, fresh, retrain, json, quiet, stop: listenForSignals() };
    return withThreads(threadsFor(given.device, jobs), (executor) => runExperiments(studies, { ...common, executor }));
  },
});

import { command } from '../command.ts';

export const train = command({
  name: 'train',
  arguments: { '<pattern...>': 'experiments, as for run' },
  summary: 'train the networks of experiments and keep their weights; compute nothing else',
  examples: ['train mif-wmmse', 'train mif-wmmse/fig1 --jobs 2', 'train fig3 --retrain'],
  options: [
    ...(['profile', 'set', 'solvers', 'python', 'timeout', 'jobs', 'device', 'shard', 'retrain'] as const),
    ...(['dryRun', 'out', 'json', 'quiet'] as const),
  ],
  async run(patterns, { out = '.', jobs, shard, retrain, dryRun, json = false, quiet = false, ...given }) {
    const { requestOf } = await import('../actions/request.ts');
    const { openMatching } = await import('../actions/open-matching.ts');
    const { threadsFor, withThreads } = await import('../../executors/threads.ts');
    const { trainNetworks } = await import('../actions/train-networks.ts');
    const studies = await openMatching(patterns, requestOf(given), out);
    if (dryRun) {
      const { dryRun: look } = await import('../terminal/dry-run.ts');
      return look(studies, { json, jobs });
    }
    const common = { out, shard, retrain, json, quiet };
    return withThreads(threadsFor(given.device, jobs), (executor) => trainNetworks(studies, { ...common, executor }));
  },
});

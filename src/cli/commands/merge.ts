import { command } from '../command.ts';

export const merge = command({
  name: 'merge',
  arguments: { '<pattern...>': 'experiments, as in `run`' },
  summary: 'merge stored blocks into CSV and figure, computing nothing: after all shards are done',
  examples: ['merge mif-wmmse/fig3 --profile paper'],
  options: [
    ...(['profile', 'set', 'solvers', 'trials', 'ciWidth', 'seed', 'label', 'python', 'timeout', 'fastMath'] as const),
    ...(['device', 'out', 'json', 'quiet'] as const),
  ],
  async run(patterns, { out = '.', json = false, quiet = false, ...given }) {
    const { requestOf } = await import('../actions/request.ts');
    const { openMatching } = await import('../actions/open-matching.ts');
    const { listenForSignals } = await import('../terminal/signals.ts');
    const { runExperiments } = await import('../actions/run-experiments.ts');
    const studies = await openMatching(patterns, requestOf(given), out);
    return runExperiments(studies, { out, json, quiet, stop: listenForSignals() });
  },
});

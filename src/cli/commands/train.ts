import { command } from '../command.ts';

export const train = command({
  name: 'train',
  arguments: { '<pattern...>': 'experiments, as for run' },
  summary: 'train the networks of experiments and keep their weights; compute nothing else',
  examples: ['train mif-wmmse', 'train mif-wmmse/fig1 --jobs 2', 'train fig3 --retrain'],
  options: ['profile', 'set', 'solvers', 'jobs', 'device', 'retrain', 'out', 'json', 'quiet'],
  async run(patterns, { out = '.', jobs, retrain, json = false, quiet = false, ...given }) {
    const { requestOf } = await import('../actions/request.ts');
    const { openMatching } = await import('../actions/open-matching.ts');
    const { listenForSignals } = await import('../terminal/signals.ts');
    const { provideStudy } = await import('../actions/provide-weights.ts');
    const { placesOf } = await import('../actions/run-experiments.ts');
    const { drawTraining } = await import('../../publish/training-figure.ts');
    const studies = await openMatching(patterns, requestOf(given), out);
    const stop = listenForSignals();
    const reports: object[] = [];
    for (const opened of studies) {
      const { study, networks, trained, exitCode } = await provideStudy(opened, { jobs, retrain, quiet, stop });
      const { id } = study.plan;
      const { figures, name } = placesOf(study, out);
      const drawn = await drawTraining(study, figures, `${name}.training`);
      reports.push({ id, networks, trained, weights: [...study.weights.values()], figures: drawn });
      if (!json && !quiet) {
        process.stdout.write(`${id}: ${networks} networks, ${trained} of them trained now\n`);
        for (const file of drawn) process.stdout.write(`wrote ${file}\n`);
      }
      if (exitCode !== undefined) return exitCode;
    }
    if (json) process.stdout.write(`${JSON.stringify(reports, null, 2)}\n`);
    return 0;
  },
});

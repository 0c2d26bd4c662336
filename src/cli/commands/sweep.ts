import { command } from '../command.ts';

export const sweep = command({
  name: 'sweep',
  arguments: { '<problem>': 'beamforming, ...; `reproduce info beamforming` lists its axes, solvers and metrics' },
  summary: 'an experiment of your own: any grid, any solvers, also yours, on drawn or your own channels',
  examples: [
    'sweep beamforming --set M=8 K=4 N=2 d=2 snr=0:5:30 --solvers wmmse,./mine.js --trials 1000 --out my.csv',
    'sweep beamforming --channels h.npy --set d=2 snr=10 --solvers wmmse:iterations=20 --per-trial each.csv',
  ],
  options: [
    ...(['set', 'solvers', 'metric', 'trials', 'ciWidth', 'seed', 'channels', 'csv', 'perTrial', 'overwrite'] as const),
    ...(['label', 'preambles', 'normalize', 'noisePower', 'python', 'timeout', 'fastMath'] as const),
    ...(['time', 'jobs', 'device', 'fresh', 'trial', 'dryRun', 'json', 'quiet'] as const),
  ],
  async run([problem], options) {
    const { runSweep } = await import('../actions/run-sweep.ts');
    return runSweep(problem, options);
  },
});

import { command } from '../command.ts';

export const draw = command({
  name: 'draw',
  arguments: { '<problem>': 'beamforming, ...; `reproduce info beamforming` lists its axes' },
  summary:
    'write what a problem draws as .npy files: the very trials that `sweep` solves with these axes and this seed',
  examples: [
    'draw beamforming --set M=8 K=4 N=2 snr=10 --trials 1000 --out h.npy',
    'draw csi-feedback --set environment=outdoor --trials 20000 --out h.npy',
  ],
  options: ['set', 'trials', 'seed', 'npy', 'overwrite', 'json', 'quiet'],
  async run([problem], options) {
    const { drawArrays } = await import('../actions/draw-arrays.ts');
    return drawArrays(problem, options);
  },
});

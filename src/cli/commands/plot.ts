import { command } from '../command.ts';

export const plot = command({
  name: 'plot',
  arguments: { '<pattern...>': 'experiments, as in `run`' },
  summary: 'draw figures again from stored results, of one profile or of every profile that has some',
  examples: [
    'plot mif-wmmse',
    'plot fig3 --profile paper --format png,html',
    'plot mif-wmmse/fig3 --format pdf --width single',
  ],
  options: ['profile', 'format', 'width', 'out', 'json'],
  async run(patterns, { profile, format, width, out = '.', json = false }) {
    const { plotStored } = await import('../../publish/plot-stored.ts');
    return plotStored(patterns, { profile, formats: format, column: width, out, json });
  },
});

import { command } from '../command.ts';

export const create = command({
  name: 'new',
  arguments: { '<what>': 'solver', '<file>': 'mine.py or mine.js', '[problem]': 'beamforming, unless named' },
  summary: 'a file with a first solver of your own, which runs as it stands',
  examples: ['new solver ./mine.py', 'new solver ./mine.js massive-access'],
  options: [],
  async run([what, file, problem = 'beamforming']) {
    const { writeSolver } = await import('../actions/write-solver.ts');
    return writeSolver(what, file, problem);
  },
});

import { messages, UserError } from '../../messages.ts';
import { command } from '../command.ts';

export const create = command({
  name: 'new',
  arguments: {
    '<what>': 'solver or paper',
    '<path>': 'mine.py or mine.js; the folder of a paper',
    '[problem]': 'beamforming, unless named',
  },
  summary:
    'a first solver of your own, or a paper of your own with a figure, a claim and a solver; both run as they stand',
  examples: ['new solver ./mine.py', 'new solver ./mine.js massive-access', 'new paper ./my-paper'],
  options: [],
  async run([what, path, problem = 'beamforming']) {
    if (what === 'solver') return (await import('../actions/write-solver.ts')).writeSolver(path, problem);
    if (what === 'paper') return (await import('../actions/write-paper.ts')).writePaper(path, problem);
    throw new UserError(messages.unknownName('thing', what, ['solver', 'paper']));
  },
});

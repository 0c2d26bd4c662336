import { expect, it } from 'vitest';
import { given } from '../../src/cli/given.ts';

it('writes options so that they ask for the same again', () => {
  const asked = {
    set: ['snr=0:5:30', 'M=8'],
    solvers: ['wmmse:start="random"', './my solver.py'],
    trials: 1000,
    fastMath: true,
    overwrite: false,
  };
  expect(given(['trials', 'set', 'solvers', 'fastMath', 'overwrite', 'seed'], asked)).toEqual([
    ...['--trials=1000', '--set=snr=0:5:30', '--set=M=8', '--solvers=wmmse:start="random",./my solver.py'],
    '--fast-math',
  ]);
});

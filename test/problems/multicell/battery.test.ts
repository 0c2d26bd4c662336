import { multicell } from '../../../src/problems/multicell/problem.ts';
import { type Declared, solverBattery } from '../../downlink/solver-battery.ts';
import { tested } from './solving.ts';

/** What solvers declare; those that are not named pass the whole battery with their defaults. */
const declared: Readonly<Record<string, Declared>> = {
  wmmse: { parameters: { iterations: 4, start: 'mrt' } },
  'zero-forcing': { parameters: { users: 'own cell' } },
};

for (const [name, load] of Object.entries(multicell.solvers)) solverBattery(tested, name, load, declared[name] ?? {});

solverBattery(tested, 'wmmse', multicell.solvers.wmmse, {
  exceptions: {
    'user permutation': 'the random start does not follow the users',
    'global phase': 'the random start does not follow the phase',
  },
});
solverBattery(tested, 'wmmse', multicell.solvers.wmmse, { parameters: { start: 'rzf', maxIterations: 5 } });
solverBattery(tested, 'zero-forcing', multicell.solvers['zero-forcing'], {
  scenarios: [{ B: 2, U: 2, Nt: 9 }],
  parameters: { allocation: 'equal power' },
});

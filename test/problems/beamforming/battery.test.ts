import { beamforming } from '../../../src/problems/beamforming/problem.ts';
import { type Declared, solverBattery } from './solver-battery.ts';

/** What solvers declare; those that are not named pass the whole battery with their defaults. */
const declared: Readonly<Record<string, Declared>> = {
  wmmse: { parameters: { iterations: 4 } },
  'wmmse-bisection': { parameters: { iterations: 4 } },
  'mif-wmmse': { parameters: { iterations: 6, Ju: 2 } },
  iaidnn: {
    parameters: { L: 2, weights: 'untrained' },
    exceptions: {
      'user permutation': 'every user has matrices of his own',
      'global phase': 'the offsets O do not turn with the channel',
    },
  },
  'unfolded-mif-wmmse': { parameters: { Ju: 2, Jv: 3, L: 3, weights: 'untrained' } },
};

for (const [name, load] of Object.entries(beamforming.solvers)) solverBattery(name, load, declared[name] ?? {});

solverBattery('wmmse', beamforming.solvers.wmmse, {});
solverBattery('wmmse', beamforming.solvers.wmmse, {
  parameters: { iterations: 4, start: 'random' },
  exceptions: {
    'user permutation': 'the random start does not follow the users',
    'global phase': 'the random start does not follow the phase',
  },
});

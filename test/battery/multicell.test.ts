import { multicell } from '../../src/problems/multicell/problem.ts';
import { battery, type Declared } from './battery.ts';
import { downlinkTested } from './downlink.ts';

const tested = downlinkTested(multicell, [
  { B: 2, U: 3, Nt: 6, isd: 0.5 },
  { B: 3, U: 1, Nt: 4, isd: 0.6, alpha: '1 2 0.5', snr: 10 },
]);

/** What solvers declare; those that are not named pass the whole battery with their defaults. */
const declared: Readonly<Record<string, Declared>> = {
  wmmse: { parameters: { iterations: 4, start: 'mrt' } },
  'r-wmmse': { parameters: { iterations: 4, start: 'mrt' } },
  'structured-l2o': { parameters: { weights: 'untrained', T: 2 } },
  'structured-l2o-literal': {
    parameters: { weights: 'untrained', T: 2 },
    exceptions: { 'global phase': 'its layers act on real and imaginary parts' },
  },
  gnn: {
    parameters: { weights: 'untrained', layers: 2, units: 16 },
    exceptions: { 'global phase': 'its layers act on real and imaginary parts' },
  },
  'zero-forcing': { parameters: { users: 'own cell' } },
};

for (const [name, load] of Object.entries(multicell.solvers)) battery(tested, name, load, declared[name] ?? {});

battery(tested, 'wmmse', multicell.solvers.wmmse, {
  exceptions: {
    'user permutation': 'the random start does not follow the users',
    'global phase': 'the random start does not follow the phase',
  },
});
battery(tested, 'wmmse', multicell.solvers.wmmse, { parameters: { start: 'rzf', maxIterations: 5 } });
battery(tested, 'zero-forcing', multicell.solvers['zero-forcing'], {
  scenarios: [{ B: 2, U: 2, Nt: 9 }],
  parameters: { allocation: 'equal power' },
});
battery(tested, 'r-wmmse', multicell.solvers['r-wmmse'], {
  scenarios: [{ B: 2, U: 2, Nt: 12, isd: 0.5 }],
  parameters: { start: 'rzf' },
});

import type { Instance } from '../../src/problems/massive-access/instance.ts';
import { massiveAccess } from '../../src/problems/massive-access/problem.ts';
import type { Solution } from '../../src/problems/massive-access/solution.ts';
import { instance } from '../problems/massive-access/solving.ts';
import { battery, type Declared, type Tested } from './battery.ts';

const tested: Tested<Instance, Solution> = {
  usual: [{ L: 30, N: 60, M: 4, snr: 10 }],
  trials: 4,
  alone: 'same up to rounding',
  draw: instance,
  async solve(solver, given, parameters, observer) {
    await solver.solve(given, solver.parameters.parse(parameters), observer);
  },
  estimate: (_, { X }) => Float64Array.from(X),
  violation(given, solution, range) {
    const violation = massiveAccess.violation(given, solution, range);
    return violation && `trial ${violation.trial}: ${violation.what}`;
  },
  inputs: ({ Y, X, active, real }) => [Y, X, active, real.data],
  spoilt(given, trial) {
    const Y = given.Y.slice();
    Y[(Y.length / given.range.count) * trial + 2] = Number.NaN;
    return { instance: { ...given, Y }, violation: `trial ${trial}: X holds NaN or an infinity` };
  },
  rounding: () => 1e-5,
  symmetries: {
    sign: {
      says: 'gives the same estimate when S and Y both change their sign',
      apply: (given) => ({
        ...given,
        real: { ...given.real, data: given.real.data.map((s) => -s) },
        Y: given.Y.map((y) => -y),
      }),
      expected: (_, X) => X,
    },
  },
};

/** Networks as they begin: their training has tests of its own. */
const untrained: Declared = { parameters: { alone: 0, joint: 0 } };
const declared: Readonly<Record<string, Declared>> = {
  'lista-gs': untrained,
  'lista-gscp': untrained,
  'alista-gs': untrained,
};

for (const [name, load] of Object.entries(massiveAccess.solvers)) battery(tested, name, load, declared[name]);

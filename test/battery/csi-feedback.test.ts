import type { Instance } from '../../src/problems/csi-feedback/instance.ts';
import { csiFeedback } from '../../src/problems/csi-feedback/problem.ts';
import type { Solution } from '../../src/problems/csi-feedback/solution.ts';
import { instance } from '../problems/csi-feedback/drawing.ts';
import { trained } from '../problems/csi-feedback/solving.ts';
import { battery, type Declared, type Tested } from './battery.ts';

const tested: Tested<Instance, Solution> = {
  usual: [
    { Nt: 4, Nc: 32, Na: 8, compression: '1/4' },
    { Nt: 4, Nc: 32, Na: 8, compression: '1/4', bits: 3 },
  ],
  trials: 4,
  alone: 'same up to rounding',
  draw: instance,
  async solve(solver, given, parameters, observer) {
    const { Nt, Nc, Na, environment } = given;
    const compression = '1/4';
    const weights = await trained(solver, { Nt, Nc, Na, environment, compression }, parameters);
    await solver.solve(given, solver.parameters.parse(parameters), observer, weights);
  },
  estimate: (_, { X }) => Float64Array.from(X),
  violation(given, solution, range) {
    const violation = csiFeedback.violation(given, solution, range);
    return violation && `trial ${violation.trial}: ${violation.what}`;
  },
  inputs: ({ X }) => [X],
  spoilt(given, trial) {
    const X = given.X.slice();
    X[(X.length / given.range.count) * trial + 2] = Number.NaN;
    return { instance: { ...given, X }, violation: `trial ${trial}: X holds NaN or an infinity` };
  },
  rounding: () => 1e-4,
  symmetries: {},
};

const declared: Readonly<Record<string, Declared>> = {
  'principal-components': { parameters: { samples: 200 } },
  ms4l2o: { parameters: { steps: 0, iterations: 3 } },
  csinet: { parameters: { steps: 0, start: 'glorot' } },
  transnet: { parameters: { steps: 0, start: 'glorot' } },
  tilista: { parameters: { steps: 0, projection: 'random', iterations: 3 } },
  'sm-csinet-plus': { parameters: { steps: 0 } },
  'pm-csinet-plus': { parameters: { steps: 0 } },
  'csi-l2o': { parameters: { steps: 0, projection: 'random', iterations: 3 } },
};

for (const [name, load] of Object.entries(csiFeedback.solvers)) battery(tested, name, load, declared[name]);

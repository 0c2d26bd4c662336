import { describe, expect, test } from 'vitest';
import type { Solver } from '../../../../src/contracts/problem.ts';
import type { Instance } from '../../../../src/problems/csi-feedback/instance.ts';
import { csiFeedback } from '../../../../src/problems/csi-feedback/problem.ts';
import type { Solution } from '../../../../src/problems/csi-feedback/solution.ts';
import { instance } from '../drawing.ts';
import { solve, trained } from '../solving.ts';

/** What holds for the solvers of the problem that need no long training. */
describe.each(['ista', 'principal-components'])('%s', (name) => {
  const load = csiFeedback.solvers[name];
  const axes = { Nt: 4, Nc: 32, Na: 8, compression: '1/4' } as const;
  const parameters = name === 'principal-components' ? { samples: 200 } : {};
  const weightsOf = (solver: Solver<Instance, Solution>) => trained(solver, axes, parameters);

  test('has its own name, and defaults for all its parameters', async () => {
    const solver = await load();
    expect(solver.name).toBe(name);
    expect(() => solver.parameters.parse({})).not.toThrow();
    expect(() => solver.parameters.parse({ nonsense: 1 })).toThrow('nonsense');
  });

  test.each([undefined, 3])('gives the same bytes again, alone or among other trials, with bits %s', async (bits) => {
    const solver = await load();
    const weights = await weightsOf(solver);
    const given = { ...instance(axes, 3), bits };
    const copy = given.X.slice();
    const first = await solve(solver, given, parameters, weights);
    expect(await solve(solver, given, parameters, weights)).toEqual(first);
    expect(given.X).toEqual(copy);
    const last = first[first.length - 1];
    expect(csiFeedback.violation(given, last, given.range)).toBeUndefined();
    const alone = await solve(solver, { ...instance(axes, 1, 1), bits }, parameters, weights);
    first.forEach(({ X }, k) => {
      const worst = Math.max(...X.slice(64, 128).map((x, i) => Math.abs(x - alone[k].X[i])));
      expect(worst).toBeLessThan(1e-4);
    });
  });
});

import { describe, expect, test } from 'vitest';
import { massiveAccess } from '../../../../src/problems/massive-access/problem.ts';
import { genieMmse } from '../../../../src/problems/massive-access/solvers/genie-mmse.ts';
import { instance, nmseOf, solve } from '../solving.ts';

/** What holds for every solver of the problem. */
describe.each(Object.keys(massiveAccess.solvers))('%s', (name) => {
  const load = massiveAccess.solvers[name];
  const axes = { L: 30, N: 60, M: 4, snr: 10 };
  /** Networks as they begin: their training has tests of its own. */
  const parametersOf = ({ training }: { training?: unknown }) => (training ? { alone: 0, joint: 0 } : {});

  test('has its own name, and defaults for all its parameters', async () => {
    const solver = await load();
    expect(solver.name).toBe(name);
    expect(() => solver.parameters.parse({})).not.toThrow();
    expect(() => solver.parameters.parse({ nonsense: 1 })).toThrow('nonsense');
  });

  test('gives the same bytes again, alone or among other trials, and leaves the instance as it is', async () => {
    const solver = await load();
    const given = instance(axes, 3);
    const copies = [given.Y.slice(), given.X.slice(), given.active.slice(), given.real.data.slice()];
    const first = await solve(solver, given, parametersOf(solver));
    expect(await solve(solver, given, parametersOf(solver))).toEqual(first);
    expect([given.Y, given.X, given.active, given.real.data]).toEqual(copies);
    expect(massiveAccess.violation(given, first[first.length - 1], given.range)).toBeUndefined();
    const alone = await solve(solver, instance(axes, 1, 1), parametersOf(solver));
    const size = 4 * 120;
    first.forEach(({ X }, k) => {
      const own = X.slice(size, 2 * size);
      const worst = Math.max(...own.map((x, i) => Math.abs(x - alone[k].X[i])));
      expect(worst).toBeLessThan(1e-5);
    });
  });

  test('reports every iteration, or only its last', async () => {
    const solver = await load();
    const reports = await solve(solver, instance(axes, 2), parametersOf(solver));
    const expected = solver.reports === 'final' ? [null] : Array.from({ length: 12 }, (_, k) => k + 1);
    expect(reports.map(({ iteration }) => iteration)).toEqual(expected);
  });

  test('is never better than the genie', async () => {
    const solver = await load();
    const given = instance(axes, 100);
    const reports = await solve(solver, given, parametersOf(solver));
    const [bound] = await solve(genieMmse, given);
    const nmse = reports.map(({ X }) => nmseOf(given, X));
    expect(Math.min(...nmse)).toBeGreaterThanOrEqual(nmseOf(given, bound.X) - 1e-9);
    expect(nmse[nmse.length - 1]).toBeLessThan(-1);
  });

  test('gives the same estimate when S and Y both change their sign', async () => {
    const solver = await load();
    const given = instance(axes, 2);
    const turned = {
      ...given,
      real: { ...given.real, data: given.real.data.map((s) => -s) },
      Y: given.Y.map((y) => -y),
    };
    const [a, b] = [
      await solve(solver, given, parametersOf(solver)),
      await solve(solver, turned, parametersOf(solver)),
    ];
    a.forEach(({ X }, k) => {
      expect(Math.max(...X.map((x, i) => Math.abs(x - b[k].X[i])))).toBeLessThan(1e-5);
    });
  });
});

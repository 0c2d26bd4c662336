import { describe, expect, test } from 'vitest';
import { analyticWeights } from '../../../../src/problems/massive-access/analytic-weights.ts';
import type { Instance } from '../../../../src/problems/massive-access/instance.ts';
import { largestSquaredSingularValue } from '../../../../src/problems/massive-access/preambles/spectrum.ts';
import { alistaGs } from '../../../../src/problems/massive-access/solvers/alista-gs.ts';
import { istaGs } from '../../../../src/problems/massive-access/solvers/ista-gs.ts';
import { listaGs } from '../../../../src/problems/massive-access/solvers/lista-gs.ts';
import { listaGscp } from '../../../../src/problems/massive-access/solvers/lista-gscp.ts';
import { nesterov } from '../../../../src/problems/massive-access/solvers/nesterov.ts';
import { instance, scenario, solve } from '../solving.ts';

const axes = { L: 6, N: 10, M: 3, activity: 0.3, snr: 12 };
const untrained = { alone: 0, joint: 0, precision: 'float64' };

function worst(a: Float64Array, b: ArrayLike<number>): number {
  return Math.max(...a.map((x, i) => Math.abs(x - b[i])));
}

describe.each([listaGs, listaGscp])('$name', (solver) => {
  test.each(['real', 'complex'])(
    'untrained takes the steps of ista-gs with lambda = 0.1 C, %s groups',
    async (groups) => {
      const given = instance(axes, 3);
      const lambda = 0.1 * largestSquaredSingularValue(given.real);
      const network = await solve(solver, given, { ...untrained, groups, layers: 5 });
      const ista = await solve(istaGs, given, { lambda, groups, iterations: 5, precision: 'float64' });
      expect(network.map(({ iteration }) => iteration)).toEqual([1, 2, 3, 4, 5]);
      for (const [k, { X }] of network.entries()) expect(worst(X, ista[k].X)).toBeLessThan(1e-13);
      expect(worst(network[4].X, network[3].X)).toBeGreaterThan(1e-4);
    },
  );
});

/** One layer, index by index: groups are what `groupOf` gives one number, over all antennas of a trial. */
function alistaLayer(given: Instance, X: Float64Array, gamma: number, theta: number, complex: boolean): Float64Array {
  const { L, N, M, real, Y, range } = given;
  const W = analyticWeights(real);
  const moved = X.slice();
  for (let row = 0; row < range.count * M; row++) {
    for (let l = 0; l < 2 * L; l++) {
      let r = Y[row * 2 * L + l];
      for (let j = 0; j < 2 * N; j++) r -= real.data[l * 2 * N + j] * X[row * 2 * N + j];
      for (let j = 0; j < 2 * N; j++) moved[row * 2 * N + j] += gamma * W.data[l * 2 * N + j] * r;
    }
  }
  return moved.map((x, at) => {
    const [trial, j] = [Math.floor(at / (M * 2 * N)), at % (2 * N)];
    const columns = complex ? [j % N, (j % N) + N] : [j];
    const group = columns.flatMap((c) => Array.from({ length: M }, (_, m) => moved[(trial * M + m) * 2 * N + c]));
    return x * Math.max(0, 1 - theta / Math.hypot(...group));
  });
}

test.each([
  ['real', false],
  ['complex', true],
] as const)('alista-gs takes the steps of eq. (15) with its weights, %s groups', async (groups, complex) => {
  const given = instance(axes, 2);
  const weights = {
    gamma: { shape: [3], values: Float64Array.of(0.9, 0.7, 1.1) },
    theta: { shape: [3], values: Float64Array.of(0.3, 0.5, 0.2) },
  };
  const reports = await solve(alistaGs, given, { layers: 3, groups, precision: 'float64' }, weights);
  let X: Float64Array = new Float64Array(given.X.length);
  for (const [k, report] of reports.entries()) {
    X = alistaLayer(given, X, weights.gamma.values[k], weights.theta.values[k], complex);
    expect(worst(report.X, X)).toBeLessThan(1e-13);
  }
});

test('lista-gs takes the steps of eq. (10): with W1 = 0, W2 = 2 I the estimate stays zero; with W1 Y = X it is shrunk X', async () => {
  const given = instance({ ...axes, L: 10, N: 10, snr: 200 }, 2);
  const { columns, rows } = given.real;
  const eye = Float64Array.from({ length: columns ** 2 }, (_, i) => (i % (columns + 1) === 0 ? 2 : 0));
  const weights = (W1: Float64Array) => ({
    W1: { shape: [1, columns, rows], values: W1 },
    W2: { shape: [1, columns, columns], values: eye },
    theta: { shape: [1], values: Float64Array.of(0.4) },
  });
  const parameters = { layers: 1, precision: 'float64' };
  const [zero] = await solve(listaGs, given, parameters, weights(new Float64Array(columns * rows)));
  expect(zero.X.every((x) => x === 0)).toBe(true);
  // With as many symbols as devices W of (14) is the transposed inverse of S.
  const W = analyticWeights(given.real).data;
  const inverse = W.map((_, at) => W[(at % rows) * columns + Math.floor(at / rows)]);
  const [shrunk] = await solve(listaGs, given, parameters, weights(inverse));
  const { N, M } = given;
  const expected = given.X.map((x, at) => {
    const [trial, j] = [Math.floor(at / (M * 2 * N)), at % (2 * N)];
    const norm = Math.hypot(...Array.from({ length: M }, (_, m) => given.X[(trial * M + m) * 2 * N + j]));
    return norm === 0 ? 0 : x * Math.max(0, 1 - 0.4 / norm);
  });
  expect(worst(shrunk.X, expected)).toBeLessThan(1e-6);
});

test.each([
  [listaGs, 12 * (4 * 20 * 20 + 4 * 20 * 10 + 1), 28_812],
  [listaGscp, 12 * (4 * 20 * 10 + 1), 9_612],
  [alistaGs, 24, 24],
] as const)(
  '$name reports the number of its parameters, its thresholds and its coupling',
  async (solver, count, byHand) => {
    expect(count).toBe(byHand);
    const reports = new Map<string, number[]>();
    const given = instance({ L: 10, N: 20, M: 1 }, 1);
    await solver.solve(given, solver.parameters.parse({ alone: 0, joint: 0, inspect: 'weights' }), {
      solution() {},
      lost() {},
      diagnostic(name, _kind, _range, values, iteration) {
        reports.set(name, [...(reports.get(name) ?? []), values[0]]);
        expect(iteration).toBe(name === 'parameters' ? null : reports.get(name)!.length);
      },
    });
    expect(reports.get('parameters')).toEqual([byHand]);
    expect(reports.get('threshold')).toEqual(new Array(12).fill(0.1));
    if (solver === listaGs) for (const error of reports.get('coupling')!) expect(error).toBeLessThan(1e-6);
    else expect(reports.has('coupling')).toBe(false);
  },
);

test('a network with zero steps of training asks for no weights; others are planned for their scenario', () => {
  const { training, parameters } = listaGs;
  expect(training!.plan(scenario(axes), parameters.parse({ alone: 0, joint: 0 }))).toBeNull();
  const plan = training!.plan(scenario(axes), parameters.parse({ layers: 3, alone: 5, joint: 2 }));
  expect(plan).toMatchObject({ ...axes, steps: 21, batch: 64, samples: 'fresh', realization: 1 });
});

test.each([istaGs, nesterov])('$name with complex groups keeps or drops both rows of a device', async (solver) => {
  const given = instance(axes, 2);
  const [{ X }] = (await solve(solver, given, { groups: 'complex', lambda: 0.8, iterations: 30 })).slice(-1);
  const { N, M } = given;
  const energy = (trial: number, j: number) =>
    Array.from({ length: M }, (_, m) => X[(trial * M + m) * 2 * N + j] ** 2).reduce((a, b) => a + b);
  const pairs = [0, 1].flatMap((trial) =>
    Array.from({ length: N }, (_, n) => [energy(trial, n) > 0, energy(trial, n + N) > 0]),
  );
  for (const [re, im] of pairs) expect(re).toBe(im);
  expect(pairs.some(([re]) => re)).toBe(true);
  expect(pairs.some(([re]) => !re)).toBe(true);
});

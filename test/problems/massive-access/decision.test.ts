import { expect, test } from 'vitest';
import type { ResidentTrainer } from '../../../src/contracts/training.ts';
import { bestThreshold, decide, energyShares } from '../../../src/problems/massive-access/decision.ts';
import { istaGs } from '../../../src/problems/massive-access/solvers/ista-gs.ts';
import { trainingStreams } from '../../../src/study/training/train.ts';
import { instance, scenario, solve } from './solving.ts';

test('the best threshold has the fewest errors, and lies in the middle of the widest such place', () => {
  const shares = Float64Array.of(0.01, 0.9, 0.04, 0.3, 0.02, 0.2);
  const active = Uint8Array.of(0, 1, 0, 1, 0, 1);
  const { threshold, wrong } = bestThreshold(shares, active);
  expect(wrong).toBe(0);
  expect(threshold).toBeCloseTo(Math.sqrt(0.04 * 0.2), 12);
});

test.each([
  [[0, 0, 0], 0],
  [[1, 1, 1], 0],
  [[1, 0, 0], 1],
])('where nothing separates them, %j, as few are wrong as can be', (active, least) => {
  const shares = Float64Array.of(0.1, 0.2, 0.3);
  const { threshold, wrong } = bestThreshold(shares, Uint8Array.from(active));
  expect(wrong).toBe(least);
  const decided = decide(shares, threshold);
  expect(decided.filter((a, i) => a !== active[i])).toHaveLength(least);
});

test('no threshold on a fine grid decides better', () => {
  const given = instance({ L: 12, N: 24, M: 3, snr: 5 }, 40);
  const shares = energyShares(
    given.X.map((x, i) => x + 0.4 * Math.sin(7 * i)),
    40,
    24,
    3,
  );
  const errors = (threshold: number) =>
    decide(shares, threshold).reduce((sum, a, i) => sum + (a === given.active[i] ? 0 : 1), 0);
  const { threshold, wrong } = bestThreshold(shares, given.active);
  expect(errors(threshold)).toBe(wrong);
  for (let grid = 0; grid < 2; grid += 0.002) expect(errors(grid)).toBeGreaterThanOrEqual(wrong);
});

test('ISTA-GS learns a threshold for every iteration, and decides by it', async () => {
  const axes = scenario({ L: 16, N: 32, M: 4, snr: 10 });
  const parameters = istaGs.parameters.parse({ decision: 'trained', iterations: 30 });
  expect(istaGs.training!.plan(axes, istaGs.parameters.parse({}))).toBeNull();
  const plan = istaGs.training!.plan(axes, parameters)!;
  expect(istaGs.training!.plan({ ...axes, threshold: 0.3 }, parameters)).toEqual(plan);
  const trainer = (await istaGs.training!.trainer(
    plan,
    trainingStreams({ solver: 'ista-gs', plan, key: 'test' }),
  )) as ResidentTrainer;
  const loss = await trainer.advance(0);
  const weights = await trainer.weights();
  const given = instance(axes, 100);
  const wrongOf = (active: Uint8Array) => active.reduce((sum, a, i) => sum + (a === given.active[i] ? 0 : 1), 0);
  const trained = (await solve(istaGs, given, { iterations: 30 }, weights)).at(-1)!;
  const usual = decide(energyShares(trained.X, 100, 32, 4), 0.25);
  expect(weights.decision.values).toHaveLength(30);
  expect(wrongOf(trained.active!)).toBeLessThan(wrongOf(usual));
  expect(wrongOf(trained.active!) / 3200).toBeCloseTo(loss, 1);
});

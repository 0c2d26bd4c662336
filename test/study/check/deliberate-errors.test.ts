import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StoredResults } from '../../../src/study/results/results.ts';
import { Workspace } from '../../toy/workspace.ts';
import { check, errors, openExperiment, rates, resultsOf } from './experiments.ts';

let workspace: Workspace;
let storedRates: StoredResults;
let storedErrors: StoredResults;

beforeAll(async () => {
  workspace = new Workspace();
  storedRates = await resultsOf(await openExperiment(workspace, 'rates', rates, 'beamforming'));
  storedErrors = await resultsOf(await openExperiment(workspace, 'errors', errors, 'massive-access'));
}, 300_000);

afterAll(() => workspace.remove());

const checkRates = async (problem: string) =>
  check(await openExperiment(workspace, 'rates', rates, problem), storedRates);

/** The points that moved, as `solver metric iteration`. */
function moved({ points }: Awaited<ReturnType<typeof check>>): string[] {
  return points
    .filter(({ outcome }) => outcome === 'fail')
    .map(({ point: { solver, metric, iteration } }) => `${solver} ${metric} ${iteration ?? '-'}`);
}

const iterations = (...numbers: number[]) => numbers.map((i) => `wmmse-bisection(7) wsr ${i}`);

describe('check at its default budget', { timeout: 300_000 }, () => {
  it('passes what has not changed, with trials of its own', async () => {
    const honest = await checkRates('none.js');
    expect(honest).toMatchObject({ outcome: 'pass', mode: 'statistics' });
    expect(honest.points).toHaveLength(10);
    for (const { point, stored, fresh } of honest.points) {
      expect(fresh!.n).toBeLessThan(stored!.n / 3);
      if (point.metric === 'wsr') expect(fresh!.mean).not.toBe(stored!.mean);
    }
  });

  it('catches noise power x 1.05 on every curve of rates', async () => {
    const noisy = await checkRates('more-noise.js');
    expect(noisy.outcome).toBe('fail');
    expect(moved(noisy)).toEqual(expect.arrayContaining([...iterations(1, 7), 'wmmse-bisection(converged) wsr -']));
  });

  it('catches noise power x 1.05 on NMSE', async () => {
    const noisy = await check(await openExperiment(workspace, 'errors', errors, 'more-access-noise.js'), storedErrors);
    expect(moved(noisy)).toContain('genie-mmse nmse -');
    expect(
      (await check(await openExperiment(workspace, 'errors', errors, 'massive-access'), storedErrors)).outcome,
    ).toBe('pass');
  });

  it('catches one iteration fewer where an iteration matters', async () => {
    const late = await checkRates('one-iteration-fewer.js');
    expect(late.outcome).toBe('fail');
    expect(moved(late)).toEqual(expect.arrayContaining(iterations(2, 3)));
    expect(moved(late)).not.toContain('wmmse-bisection(converged) wsr -');
  });

  it('catches a wrong initial point', async () => {
    expect(moved(await checkRates('other-start.js'))).toEqual(expect.arrayContaining(iterations(1)));
  });

  it('catches nats for bits everywhere, and leaves the numbers of iterations alone', async () => {
    const nats = moved(await checkRates('nats.js'));
    expect(nats).toEqual([...iterations(1, 2, 3, 4, 5, 6, 7), 'wmmse-bisection(converged) wsr -']);
  });
});

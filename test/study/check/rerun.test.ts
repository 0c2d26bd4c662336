import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Results } from '../../../src/study/check/compare.ts';
import { halfWidth } from '../../../src/study/check/difference.ts';
import { rerunOf, trialsToDecide } from '../../../src/study/check/rerun.ts';
import { type Agreement, toleranceOf } from '../../../src/study/check/tolerance.ts';
import { expand } from '../../../src/study/experiment/expand.ts';
import type { Row } from '../../../src/study/results/row.ts';
import { tInterval } from '../../../src/study/statistics/estimate.ts';
import type { Study } from '../../../src/study/study.ts';
import { loadedToy, toyProblem } from '../toy.ts';

const agreement: Agreement = { tolerance: toleranceOf(0.005), alpha: 0.001 };

/** A rate known from 100 000 trials with standard deviation `deviation`. */
function row(deviation: number, mean = 15, n = 100_000): Row {
  const point = { experiment: 'toy/fig1', solver: 'plain', metric: 'rate', iteration: null };
  const scenario = { M: 4, d: 1, snr: 0, preamble: 'gaussian' };
  return { ...point, scenario, ...tInterval(n, mean, deviation / Math.sqrt(n)) };
}

function stored(rows: readonly Row[], blockSeconds = 1): Results {
  const provenance = {
    ...{ seed: 4, profile: 'paper', metrics: { rate: { kind: 'mean' } }, diagnostics: {}, cost: { blockSeconds } },
    counts: [{ scenario: rows[0].scenario, trials: rows[0].n }],
  };
  return { text: '', rows, provenance: provenance as unknown as Results['provenance'] };
}

describe('trialsToDecide', () => {
  it('makes the interval as narrow as the tolerance, with a quarter more for chance', () => {
    // Tolerance 0.12; 3.29 standard errors at alpha 0.001: 1 / n = (0.12 / (3.2905 * 1.2))^2 - 1 / 100000, n = 1094.7.
    const n = trialsToDecide([row(1.2)], stored([row(1.2)]), agreement);
    expect(n).toBeGreaterThanOrEqual(1.25 * 1094);
    expect(n).toBeLessThanOrEqual(1.25 * 1104);
  });

  it('is enough for every point, and not much more than enough for the hardest', () => {
    const deviations = fc.array(fc.double({ min: 0, max: 100, noNaN: true }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(deviations, (given) => {
        const rows = given.map((deviation) => row(deviation));
        const n = trialsToDecide(rows, stored(rows), agreement);
        const half = (of: Row, trials: number) => {
          const deviation = of.stderr! * Math.sqrt(of.n);
          const fresh = tInterval(trials, of.mean, deviation / Math.sqrt(trials));
          return halfWidth({ kind: 'mean', stored: of, fresh }, agreement.alpha / rows.length);
        };
        expect(rows.every((of) => half(of, n) <= agreement.tolerance('mean', of))).toBe(true);
        if (n > 20) {
          expect(rows.some((of) => half(of, Math.floor(n / 1.3)) > agreement.tolerance('mean', of))).toBe(true);
        }
      }),
    );
  });

  it('is never more than are stored', () => {
    expect(trialsToDecide([row(100, 15, 300)], stored([row(100, 15, 300)]), agreement)).toBe(300);
  });
});

describe('rerunOf', async () => {
  const grid = { scenarios: [{ snr: 0 }], metrics: ['rate'] };
  const profiles = {
    smoke: { trials: 2 },
    quick: { trials: 20 },
    paper: { trials: 5000, ciWidth: 0.1, maxTrials: 9000 },
  };
  const loaded = loadedToy({ ...grid, profiles });
  const study = { plan: await expand(loaded, toyProblem, { profile: 'paper' }), loaded } as unknown as Study;
  const results = stored([row(1.2)]);
  const planOf = (asked: Parameters<typeof rerunOf>[2], of = results) => rerunOf(study, of, asked, agreement).plan;

  it('takes as many trials as decide, at least those of the profile, without stopping by width, and the next seed', () => {
    const { seed, profile } = planOf({ profile: 'smoke' });
    expect(seed).toBe(5);
    expect(profile).toEqual({ trials: trialsToDecide(results.rows, results, agreement) });
    const easy = stored([row(0)]);
    expect(planOf({ profile: 'quick' }, easy).profile).toEqual({ trials: 20 });
  });

  it('takes no more than a minute of one core, by the measure of the stored run, unless asked to', () => {
    // 100 000 trials took 12 000 s: 500 take a minute.
    expect(planOf({ profile: 'smoke' }, stored([row(1.2)], 12_000)).profile.trials).toBe(500);
    expect(planOf({ profile: 'smoke', trials: 700 }, stored([row(1.2)], 12_000)).profile.trials).toBe(700);
  });

  it('repeats the whole with the same seed where the stored profile is asked for', () => {
    expect(planOf({ profile: 'paper' })).toEqual({ ...study.plan, seed: 4 });
    expect(planOf({ profile: 'paper', seed: 9 }).seed).toBe(9);
    expect(planOf({ profile: 'paper', trials: 10 })).toMatchObject({ seed: 5, profile: { trials: 10 } });
  });
});

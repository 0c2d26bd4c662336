import { describe, expect, it } from 'vitest';
import { compareResults, type Results } from '../../../src/study/check/compare.ts';
import type { Agreement } from '../../../src/study/check/tolerance.ts';
import { formatCsv } from '../../../src/study/results/csv.ts';
import type { Provenance } from '../../../src/study/results/provenance.ts';
import type { Row } from '../../../src/study/results/row.ts';
import { estimate, tInterval } from '../../../src/study/statistics/estimate.ts';

const agreement: Agreement = { tolerance: () => 0.1, alpha: 0.01 };

function row(snr: number, mean: number, stderr = 0.01, n = 1000): Row {
  const point = { experiment: 'toy/fig1', solver: 'net', metric: 'rate', scenario: { snr }, iteration: null };
  return { ...point, ...tInterval(n, mean, stderr) };
}

/** Results with these rows, one count for each scenario, computed with `seed`. */
function results(rows: readonly Row[], seed = 1, changes: Partial<Provenance> = {}): Results {
  const provenance = {
    problem: 'toy',
    seed,
    blockSize: 10,
    counts: rows.map(({ scenario, n }) => ({ scenario, trials: n })),
    series: [...new Set(rows.map(({ solver }) => solver))].map((name) => ({
      name,
      label: name,
      solver: name,
      runs: [{}],
    })),
    metrics: { rate: { kind: 'mean', title: '', unit: '' }, errors: { kind: 'proportion', title: '', unit: '' } },
    diagnostics: {},
    failures: [],
    training: [],
    versions: { package: '1', node: '20.1.0', dependencies: {}, draws: 2 },
    code: codeOf('a'),
    ...changes,
  } as unknown as Provenance;
  return { text: formatCsv({ axes: ['snr'], units: {}, rows }), rows, provenance };
}

function codeOf(sha256: string): NonNullable<Provenance['code']> {
  const code = { sha256, packages: {} };
  return { runner: code, problem: code, solvers: [{ name: 'a', ...code }] };
}

const outcomes = (stored: Results, fresh: Results, given = agreement) => {
  const { outcome, points } = compareResults(stored, fresh, given);
  return [outcome, ...points.map((point) => point.outcome)];
};

describe('equal seed, counts and versions', () => {
  const stored = results([row(0, 1), row(5, 2)]);

  it('have to give equal bytes', () => {
    expect(compareResults(stored, results([row(0, 1), row(5, 2)]), agreement)).toMatchObject({
      outcome: 'pass',
      mode: 'bytes',
    });
  });

  it('fail with the points that differ, however little', () => {
    const { outcome, points } = compareResults(stored, results([row(0, 1), row(5, 2 + 1e-15)]), agreement);
    expect([outcome, points.map((point) => point.outcome)]).toEqual(['fail', ['pass', 'fail']]);
  });

  it('are not equal where Node or the code is another', () => {
    const versions = { ...stored.provenance.versions };
    const mode = (changes: Partial<Provenance>) =>
      compareResults(stored, results([row(0, 1), row(5, 2)], 1, changes), agreement).mode;
    expect(mode({ versions: { ...versions, node: '22.0.0' } })).toBe('statistics');
    expect(mode({ versions: { ...versions, draws: 1 } })).toBe('statistics');
    expect(mode({ versions: { ...versions, node: '20.9.0' } })).toBe('bytes');
    expect(mode({ code: codeOf('b') })).toBe('statistics');
    expect(mode({ training: [{ solver: 'a', key: 'k', settings: {}, sha256: 'b' }] })).toBe('statistics');
    expect(mode({ blockSize: 20 })).toBe('statistics');
    expect(mode({ seed: 2 })).toBe('statistics');
  });
});

it('are compared as statistics where a stored result does not say what code it is from', () => {
  const [stored, fresh] = [results([row(0, 1)], 1, { code: undefined }), results([row(0, 1)], 1, { code: undefined })];
  expect(compareResults(stored, fresh, agreement).mode).toBe('statistics');
});

describe('other seeds or counts', () => {
  const stored = results([row(0, 1), row(5, 2)]);

  it('pass where the differences are those of chance, or too small to matter', () => {
    expect(outcomes(stored, results([row(0, 1.01), row(5, 1.99)], 2))).toEqual(['pass', 'pass', 'pass']);
    expect(outcomes(stored, results([row(0, 1.09), row(5, 2)], 2))).toEqual(['pass', 'pass', 'pass']);
  });

  it('fail where a difference is significant and matters, in either direction', () => {
    for (const mean of [0.8, 1.2]) {
      const { outcome, points } = compareResults(stored, results([row(0, mean), row(5, 2)], 2), agreement);
      expect([outcome, points[0].outcome, points[1].outcome]).toEqual(['fail', 'fail', 'pass']);
      expect(points[0].why).toMatch(/^differs by -?0\.2, more than 0\.1 \(p = /);
    }
  });

  it('are inconclusive where the interval is too wide to tell', () => {
    const { outcome, points } = compareResults(stored, results([row(0, 1.2, 0.1), row(5, 2)], 2), agreement);
    expect([outcome, points[0].outcome]).toEqual(['inconclusive', 'inconclusive']);
    // Of two points, each at level 1 - 0.01 / 2: 2.81 standard errors of hypot(0.1, 0.01).
    expect(points[0].why).toBe('known to 0.283 only, not to 0.1');
    expect(outcomes(stored, results([{ ...row(0, 1), stderr: null }, row(5, 2)], 2))[0]).toBe('inconclusive');
  });

  it('are tested with degrees of freedom after Welch', () => {
    // Standard errors 0.3 and 0.4 of 5 and 10 trials: (0.09 + 0.16)^2 / (0.0081 / 4 + 0.0256 / 9) = 12.8.
    const [point] = compareResults(results([row(0, 1, 0.3, 5)]), results([row(0, 2, 0.4, 10)], 2), agreement).points;
    // P(|T| >= 2) with 12 degrees of freedom.
    expect(point.p).toBeCloseTo(0.0687, 3);
  });

  it('are corrected for the number of points', () => {
    const means = Array.from({ length: 50 }, (_, i) => row(i, 1));
    const one = (shift: number) => results([row(0, 1 + shift), ...means.slice(1)], 2);
    // 0.2 apart with standard error 0.0566: p = 0.0004, times 50 is no longer below 0.01, and 3.9 standard errors are too wide.
    const wide = (rows: readonly Row[]) => rows.map(({ scenario: { snr }, mean }) => row(Number(snr), mean, 0.04));
    const stored50 = results(wide(means));
    const fresh50 = results(wide(one(0.2).rows), 2);
    const loose: Agreement = { tolerance: () => 0.15, alpha: 0.01 };
    expect(compareResults(stored50, fresh50, loose).outcome).toBe('inconclusive');
    expect(
      compareResults(results(stored50.rows.slice(0, 1)), results(fresh50.rows.slice(0, 1), 2), loose).outcome,
    ).toBe('fail');
  });

  it('of constants fail when they differ', () => {
    expect(outcomes(results([row(0, 1, 0)]), results([row(0, 1, 0)], 2))[0]).toBe('pass');
    expect(outcomes(results([row(0, 1, 0)]), results([row(0, 2, 0)], 2))[0]).toBe('fail');
  });

  it('have a tolerance that depends on the kind of metric and on the stored estimate', () => {
    const relative: Agreement = { tolerance: (kind, { mean }) => (kind === 'mean' ? 0.1 * mean : 0), alpha: 0.01 };
    expect(outcomes(stored, results([row(0, 1.15), row(5, 2.15)], 2), relative)).toEqual(['fail', 'fail', 'pass']);
  });
});

describe('proportions', () => {
  const rate = (k: number, n: number): Row => ({
    ...row(0, 0),
    metric: 'errors',
    ...estimate('proportion', new Float64Array(n).fill(1, 0, k)),
  });
  const tight: Agreement = { tolerance: () => 0.01, alpha: 0.01 };

  it('without a single error still have a spread', () => {
    // All 4 errors fall on one of two equal samples: 2 * (1000 choose 4) / (2000 choose 4) = 0.1246.
    const [point] = compareResults(results([rate(0, 1000)]), results([rate(4, 1000)], 2), tight).points;
    expect(point.p).toBeCloseTo(0.1246, 4);
    expect(point.outcome).toBe('pass');
    expect(outcomes(results([rate(0, 1000)]), results([rate(40, 1000)], 2), tight)[0]).toBe('fail');
    expect(outcomes(results([rate(0, 1000)]), results([rate(0, 500)], 2), tight)[0]).toBe('pass');
    expect(outcomes(results([rate(0, 1000)]), results([rate(0, 20)], 2), tight)[0]).toBe('inconclusive');
  });

  it('raise no alarm for two rare events by chance, as a normal approximation would', () => {
    // Expected 0.064 of 64; two have probability 0.002, which the pooled normal test takes for 10^-14.
    const rare = results([rate(100, 100_000)]);
    expect(outcomes(rare, results([rate(2, 64)], 2), { ...tight, alpha: 0.001 })[0]).toBe('inconclusive');
  });

  it('of a diagnostic are known as such from the provenance', () => {
    const capped = { ...rate(0, 1000), metric: 'capped' };
    const kinds = { diagnostics: { capped: 'proportion' as const } };
    const fresh = { ...rate(0, 20), metric: 'capped' };
    expect(outcomes(results([capped], 1, kinds), results([fresh], 2, kinds), tight)[0]).toBe('inconclusive');
    expect(outcomes(results([capped]), results([fresh], 2), tight)[0]).toBe('pass');
  });
});

describe('points that only one side has', () => {
  const stored = results([row(0, 1), row(5, 2)]);

  it('do not count where they were not run afresh', () => {
    expect(outcomes(stored, results([row(0, 1)], 2))).toEqual(['pass', 'pass']);
    const other = { ...row(0, 1), solver: 'gd' };
    expect(outcomes(results([row(0, 1), other]), results([row(0, 1)], 2))).toEqual(['pass', 'pass']);
  });

  it('fail where a fresh run should have them', () => {
    const fresh = { ...results([row(0, 1)], 2), provenance: { ...stored.provenance, seed: 2 } };
    expect(outcomes(stored, fresh)).toEqual(['fail', 'pass', 'fail']);
  });

  it('are inconclusive where only the fresh run has them, and so is nothing at all', () => {
    expect(outcomes(stored, results([row(0, 1), row(7, 1)], 2))).toEqual(['inconclusive', 'pass', 'inconclusive']);
    expect(outcomes(results([]), results([], 2))).toEqual(['inconclusive']);
  });
});

it('a suite without changes raises an alarm about as rarely as asked for', () => {
  let state = 99;
  const uniform = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const point = (snr: number) => ({ ...row(snr, 0), ...estimate('mean', Float64Array.from({ length: 30 }, uniform)) });
  const points = () => Array.from({ length: 10 }, (_, snr) => point(snr));
  const strict: Agreement = { tolerance: () => 0, alpha: 0.1 };
  const alarms = Array.from({ length: 500 }, () => compareResults(results(points()), results(points(), 2), strict));
  const share = alarms.filter(({ outcome }) => outcome === 'fail').length / 500;
  // Standard error of the share is 0.013.
  expect(share).toBeLessThan(0.15);
  expect(share).toBeGreaterThan(0.04);
});

import { describe, expect, it } from 'vitest';
import { judge } from '../../../src/study/claims/judge.ts';
import type { Quantity } from '../../../src/study/claims/quantity.ts';
import type { ClaimResults } from '../../../src/study/claims/results.ts';
import { claimSchema } from '../../../src/study/claims/schema.ts';
import { pointOf } from '../../../src/study/results/row.ts';
import { estimate, tInterval } from '../../../src/study/statistics/estimate.ts';
import { claim, curve, results, row } from './curves.ts';

const verdict = (given: Record<string, unknown>, on: ClaimResults) => {
  const { status, why } = judge(claim(given), on);
  return [status, why];
};

describe('ordering', () => {
  const ordering = { kind: 'ordering', above: 'net', below: 'wmmse', where: { iteration: [1, 2, 3] } };
  const against = (...means: number[]) => results([...curve('net', [2, 3, 4]), ...curve('wmmse', means)]);

  it('holds where the whole interval is above at every point', () => {
    expect(verdict(ordering, against(1, 2, 3.9))).toEqual([
      'reproduced',
      '0.1 [0.07194, 0.1281] at iteration 3; accepted: at least 0',
    ]);
  });

  it('fails where one interval is below, even if it is widened for their number', () => {
    expect(verdict(ordering, against(1, 2, 4.1))[0]).toBe('contradicted');
    // Interval of the difference, stderr 0.014: -0.031 +- 0.028 excludes 0; widened for three points +- 0.034 it does not.
    expect(verdict(ordering, against(1, 2, 4.031))[0]).toBe('inconclusive');
    expect(verdict({ ...ordering, where: { iteration: 3 } }, against(1, 2, 4.031))[0]).toBe('contradicted');
  });

  it('is left open by a failure of results that are short of something, which a success does not mind', () => {
    const lacking = 'networks have learned for minutes';
    const [status, why] = verdict({ ...ordering, lacking }, against(1, 2, 4.1));
    expect(status).toBe('inconclusive');
    expect(why).toMatch(/accepted: at least 0; networks have learned for minutes$/);
    expect(verdict({ ...ordering, lacking }, against(1, 2, 3.9))[0]).toBe('reproduced');
  });

  it('is open where an interval contains zero', () => {
    expect(verdict(ordering, against(1, 2, 4))).toEqual([
      'inconclusive',
      '0 [-0.02806, 0.02806] at iteration 3; accepted: at least 0',
    ]);
  });

  it('may allow or ask for a distance', () => {
    expect(verdict({ ...ordering, tolerance: 0.1 }, against(1, 2, 4))[0]).toBe('reproduced');
    expect(verdict({ ...ordering, by: 0.5 }, against(1, 2, 3.4))[0]).toBe('reproduced');
    expect(verdict({ ...ordering, by: 0.5 }, against(1, 2, 3.9))[0]).toBe('contradicted');
  });

  it('is judged by the paired interval where a run has stored it', () => {
    const on = against(1, 2, 4.02);
    const quantity: Quantity = {
      kind: 'combination',
      terms: [
        { weight: 1, operand: pointOf(on.rows[2]) },
        { weight: -1, operand: pointOf(on.rows[5]) },
      ],
    };
    const paired = results(on.rows, { evidence: [{ quantity, estimate: tInterval(101, -0.02, 0.001) }] });
    expect(verdict(ordering, on)[0]).toBe('inconclusive');
    expect(verdict(ordering, paired)[0]).toBe('contradicted');
    expect(judge(claim(ordering), paired).answers.map(({ basis }) => basis)).toEqual([
      'unpaired',
      'unpaired',
      'paired',
    ]);
    const none = results(on.rows, { evidence: [{ quantity, estimate: null }] });
    expect(verdict(ordering, none)).toEqual(['inconclusive', 'no value at iteration 3; accepted: at least 0']);
  });
});

describe('ratio', () => {
  const ratio = { kind: 'ratio', of: 'net', to: 'limit', value: 0.99, tolerance: 0.005, bound: 'at least' };
  const on = (last: number) => results([...curve('net', [1, last], 0.004), row('limit', { snr: 10 }, null, 10, 0.004)]);

  it('compares last points, the limit without iteration', () => {
    expect(verdict(ratio, on(9.9))).toEqual(['reproduced', '0.99 [0.9889, 0.9911]; accepted: at least 0.985']);
    expect(verdict(ratio, on(9.7))[0]).toBe('contradicted');
    expect(verdict(ratio, on(9.851))[0]).toBe('inconclusive');
  });

  it('is met from one side or from both', () => {
    expect(verdict(ratio, on(10.5))[0]).toBe('reproduced');
    expect(verdict({ ...ratio, bound: 'about' }, on(10.5))[0]).toBe('contradicted');
    expect(verdict({ ...ratio, bound: 'at most' }, on(9))[0]).toBe('reproduced');
  });
});

describe('spread', () => {
  const spread = { kind: 'spread', of: 'net', to: 'wmmse', value: 1, bound: 'at most' };
  const on = results([row('net', { snr: 10 }, null, 10), row('wmmse', { snr: 10 }, null, 10)]);
  const measured = (mean: number, stderr: number) => {
    const [a, b] = on.rows.map(pointOf);
    const log = tInterval(101, Math.log(mean), stderr / mean);
    const estimate = { ...log, mean, stderr, ci95Low: Math.exp(log.ci95Low!), ci95High: Math.exp(log.ci95High!) };
    return results(on.rows, { evidence: [{ quantity: { kind: 'spread', a, b }, estimate }] });
  };

  it('compares standard deviations over the trials, which rows alone do not tell', () => {
    expect(verdict(spread, on)[0]).toBe('inconclusive');
    expect(verdict(spread, measured(0.9, 0.02))[0]).toBe('reproduced');
    expect(verdict(spread, measured(1.1, 0.02))[0]).toBe('contradicted');
    expect(verdict(spread, measured(1.02, 0.02))[0]).toBe('inconclusive');
  });
});

describe('value and difference', () => {
  it('are met within the tolerance', () => {
    const on = results([row('net', { snr: 10 }, null, 5.03), row('wmmse', { snr: 10 }, null, 3)]);
    expect(verdict({ kind: 'value', of: 'net', value: 5, tolerance: 0.1 }, on)[0]).toBe('reproduced');
    expect(verdict({ kind: 'value', of: 'net', value: 4.5, tolerance: 0.1 }, on)[0]).toBe('contradicted');
    expect(verdict({ kind: 'difference', of: 'net', from: 'wmmse', value: 2, tolerance: 0.1 }, on)[0]).toBe(
      'reproduced',
    );
    expect(verdict({ kind: 'difference', of: 'wmmse', from: 'net', value: 2, tolerance: 0.1 }, on)[0]).toBe(
      'contradicted',
    );
  });

  it('of a proportion use its exact interval', () => {
    const values = new Float64Array(200).fill(1, 0, 3);
    const rate = { ...row('net', { snr: 10 }, null, 0), ...estimate('proportion', values) };
    const on = results([rate], { kinds: { rate: 'proportion' } });
    // 3 of 200: 0.0031 to 0.0432; at 95 % an end at zero is out of question, though mean - 2 stderr is below it.
    expect(verdict({ kind: 'value', of: 'net', value: 0.003, bound: 'at least' }, on)[0]).toBe('reproduced');
    expect(verdict({ kind: 'value', of: 'net', value: 0.04, bound: 'at most' }, on)[0]).toBe('inconclusive');
    expect(verdict({ kind: 'value', of: 'net', value: 0.003, bound: 'at most' }, on)[0]).toBe('contradicted');
  });
});

describe('gap', () => {
  const gap = { kind: 'gap', along: 'iteration', level: 2.5, of: 'wmmse', from: 'net', value: 2, tolerance: 0.2 };

  it('is the distance between the first crossings of a level', () => {
    // Every mean moves a crossing by half its own change, so the standard error of the gap is sqrt(4 / 4) * 0.01.
    // net meets 2.5 half-way between iterations 1 and 2, wmmse half-way between 3 and 4.
    const on = results([...curve('net', [2, 3, 2]), ...curve('wmmse', [0, 1, 2, 3])]);
    expect(verdict(gap, on)).toEqual(['reproduced', '2 [1.98, 2.02]; accepted: 1.8 to 2.2']);
    expect(verdict({ ...gap, of: 'net', from: 'wmmse' }, on)[0]).toBe('contradicted');
  });

  it('is not decided where a curve never gets there', () => {
    const on = results([...curve('net', [2, 3]), ...curve('wmmse', [0, 1])]);
    expect(verdict(gap, on)).toEqual(['inconclusive', 'the results lack rate = 2.5 on the curve of wmmse']);
  });

  it('may run along an axis of the problem', () => {
    const at = (solver: string, ...means: number[]) => means.map((mean, i) => row(solver, { snr: 5 * i }, null, mean));
    const on = results([...at('net', 0, 1, 2, 3), ...at('wmmse', 1, 2, 3, 4)]);
    expect(verdict({ ...gap, along: 'snr', of: 'net', from: 'wmmse', value: 5 }, on)[0]).toBe('reproduced');
  });
});

describe('monotone and saturation', () => {
  const rising = { kind: 'monotone', along: 'iteration', of: 'net', direction: 'increasing' };

  it('compare each point with the one before', () => {
    expect(verdict(rising, results(curve('net', [1, 2, 3])))[0]).toBe('reproduced');
    expect(verdict({ ...rising, direction: 'decreasing' }, results(curve('net', [3, 2, 1])))[0]).toBe('reproduced');
    expect(verdict(rising, results(curve('net', [1, 3, 2])))).toEqual([
      'contradicted',
      '-1 [-1.028, -0.9719] at iteration 3; accepted: at least 0',
    ]);
    expect(verdict({ ...rising, tolerance: 2 }, results(curve('net', [1, 3, 2])))[0]).toBe('reproduced');
  });

  it('may be of the difference of two curves: a gain that grows', () => {
    const at = (solver: string, ...means: number[]) => means.map((mean, i) => row(solver, { snr: 5 * i }, null, mean));
    const on = results([...at('net', 1, 3, 6), ...at('wmmse', 1, 2, 3)]);
    const gain = { kind: 'monotone', along: 'snr', of: 'net', from: 'wmmse', direction: 'increasing' };
    const { status, answers } = judge(claim(gain), on);
    expect(status).toBe('reproduced');
    // Gains 0, 1, 3.
    expect(answers.map((answer) => answer.estimate?.mean)).toEqual([1, 2]);
  });

  it('ask for a step of some size where the claim does', () => {
    const steep = { ...rising, by: 0.9 };
    expect(verdict(steep, results(curve('net', [1, 2, 3])))[0]).toBe('reproduced');
    expect(verdict(steep, results(curve('net', [1, 2, 2.5])))[0]).toBe('contradicted');
    const falling = { ...steep, direction: 'decreasing' };
    expect(verdict(falling, results(curve('net', [3, 2, 1])))[0]).toBe('reproduced');
    expect(verdict(falling, results(curve('net', [3, 2, 1.5])))[0]).toBe('contradicted');
  });

  it('of values along axes that change together compare the last with the first', () => {
    const at = (...means: number[]) => means.map((mean, i) => row('net', { M: 2 ** i, K: 2 ** i }, null, mean));
    const square = { kind: 'growth', along: 'M', with: ['K'], of: 'net', value: 16, tolerance: 0.5 };
    expect(verdict(square, results(at(1, 4, 16)))[0]).toBe('reproduced');
    expect(verdict(square, results(at(1, 2, 4)))[0]).toBe('contradicted');
    expect(verdict({ ...square, with: [] }, results(at(1, 4, 16)))[0]).toBe('inconclusive');
  });

  it('ask what is left of the first value: what stays as it is does not decay', () => {
    const gone = { kind: 'growth', along: 'iteration', of: 'net', value: 0.25, bound: 'at most' };
    expect(verdict(gone, results(curve('net', [4, 2, 0.5])))[0]).toBe('reproduced');
    expect(verdict(gone, results(curve('net', [4, 2, 1.5])))[0]).toBe('contradicted');
    expect(verdict(gone, results(curve('net', [0.1, 0.1, 0.1])))[0]).toBe('contradicted');
    expect(verdict(gone, results(curve('net', [0, 0, 0])))[0]).toBe('inconclusive');
  });

  it('ask whether the curve stays where it was', () => {
    const flat = { kind: 'saturation', along: 'iteration', of: 'net', beyond: 2, tolerance: 0.1 };
    expect(verdict(flat, results(curve('net', [1, 3, 3.05, 3.02])))[0]).toBe('reproduced');
    expect(verdict(flat, results(curve('net', [1, 3, 3.05, 3.4])))[0]).toBe('contradicted');
    expect(verdict({ ...flat, beyond: 9 }, results(curve('net', [1, 2])))).toEqual([
      'inconclusive',
      'the results lack points along iteration to compare',
    ]);
  });
});

describe('cost', () => {
  const flops = [
    { solver: 'net', scenario: { snr: 10 }, run: { L: 1 }, flops: 50 },
    { solver: 'net', scenario: { snr: 10 }, run: { L: 2 }, flops: 50 },
    { solver: 'wmmse', scenario: { snr: 10 }, run: {}, flops: 200 },
  ];
  const on = results(curve('net', [1]), { flops });

  it('compares counted operations exactly', () => {
    expect(verdict({ kind: 'cost', metric: 'flops', of: 'wmmse', to: 'net', value: 4 }, on)).toEqual([
      'reproduced',
      '4; accepted: 4 to 4',
    ]);
    expect(verdict({ kind: 'cost', metric: 'flops', of: 'net', value: 51, bound: 'at most' }, on)[0]).toBe(
      'reproduced',
    );
    expect(verdict({ kind: 'cost', metric: 'flops', of: 'net', value: 49, bound: 'at most' }, on)[0]).toBe(
      'contradicted',
    );
  });

  it('is not decided without counts', () => {
    expect(verdict({ kind: 'cost', metric: 'flops', of: 'gd', value: 1 }, on)).toEqual([
      'inconclusive',
      'the results lack one number of operations of gd',
    ]);
    expect(verdict({ kind: 'cost', metric: 'flops', of: 'net', value: 1, where: { snr: 99 } }, on)[0]).toBe(
      'inconclusive',
    );
  });
});

describe('a claim is not decided', () => {
  const rising = { kind: 'monotone', along: 'iteration', of: 'net', direction: 'increasing' };
  const rows = curve('net', [1, 2, 3]);

  it('by results of a smaller profile than it needs', () => {
    expect(verdict(rising, results(rows, { profile: 'quick' }))).toEqual([
      'inconclusive',
      'needs profile paper; the results are of profile quick',
    ]);
    expect(verdict({ ...rising, profile: 'quick' }, results(rows, { profile: 'quick' }))[0]).toBe('reproduced');
    expect(verdict({ ...rising, profile: 'quick' }, results(rows, { profile: 'paper' }))[0]).toBe('reproduced');
  });

  it('by results that the command line changed', () => {
    expect(verdict(rising, results(rows, { unfit: 'the results are others' }))[0]).toBe('inconclusive');
  });

  it('by points that are missing, or by none', () => {
    const ordering = { kind: 'ordering', above: 'net', below: 'net' };
    expect(verdict({ ...ordering, tolerance: 1, where: { iteration: [1, 9] } }, results(rows))).toEqual([
      'inconclusive',
      'the results lack iteration = 9',
    ]);
    expect(verdict({ ...ordering, below: 'gd' }, results(rows))).toEqual([
      'inconclusive',
      'no point of the results meets the conditions',
    ]);
  });

  it('by a single trial', () => {
    const one = { ...row('net', { snr: 10 }, null, 5), n: 1, stderr: null, ci95Low: null, ci95High: null };
    expect(verdict({ kind: 'value', of: 'net', value: 5, tolerance: 1 }, results([one]))).toEqual([
      'inconclusive',
      '5 from one trial; accepted: 4 to 6',
    ]);
  });

  it('without results, or where it is said not to be attempted', () => {
    expect(judge(claim(rising), undefined).status).toBe('not attempted');
    const known = claimSchema.parse({ kind: 'not-attempted', id: 'a', place: 'x', says: 'y', reason: 'no GPU' });
    expect(judge(known, undefined)).toMatchObject({ status: 'not attempted', why: 'no GPU' });
  });
});

describe('seeds', () => {
  const seeded = { kind: 'ratio', of: 'net({seed})', to: 'limit', seeds: [1, 2, 3], value: 0.99, bound: 'at least' };
  const of = (...rates: number[]) =>
    results([
      row('limit', { snr: 10 }, null, 10, 0.004),
      ...rates.map((rate, i) => row(`net(${i + 1})`, { snr: 10 }, null, rate, 0.004)),
    ]);

  it('holds where it does for the networks of all, and is contradicted where it is for all', () => {
    expect(verdict(seeded, of(9.95, 9.94, 9.96))).toEqual([
      'reproduced',
      '0.994 [0.9929, 0.9951] at seed 2; accepted: at least 0.99',
    ]);
    expect(verdict(seeded, of(9.8, 9.85, 9.82))[0]).toBe('contradicted');
  });

  it('decides nothing where trainings disagree', () => {
    const [status, why] = verdict(seeded, of(9.95, 9.8, 9.96));
    expect(status).toBe('inconclusive');
    expect(why).toMatch(/at seed 2; accepted: at least 0.99; not so for the networks of every seed$/);
  });

  it('lacks the networks that results do not have', () => {
    expect(verdict(seeded, of(9.95, 9.94))).toEqual(['inconclusive', 'the results lack networks of seed 3']);
  });
});

describe('every trial', () => {
  it('is known for the trials at hand alone: the one that rises most decides', () => {
    const given = { kind: 'monotone', of: 'net', along: 'iteration', direction: 'decreasing', over: 'every trial' };
    const on = results(curve('net', [3, 2]));
    const [first, second] = on.rows.map(pointOf);
    const terms = [
      { weight: 1, operand: second },
      { weight: -1, operand: first },
    ];
    const measured = (value: number) => {
      const estimate = { n: 40, mean: value, stderr: 0, ci95Low: value, ci95High: value };
      return results(on.rows, { evidence: [{ quantity: { kind: 'extreme', which: 'largest', terms }, estimate }] });
    };
    expect(verdict(given, on)[0]).toBe('inconclusive');
    expect(verdict(given, measured(-0.1))).toEqual(['reproduced', '-0.1; accepted: at most 0']);
    expect(verdict(given, measured(0.1))[0]).toBe('contradicted');
  });
});

import { describe, expect, test } from 'vitest';
import { beamforming } from '../../../src/problems/beamforming/problem.ts';
import { draw } from './solving.ts';

const parse = (axes: Record<string, unknown>) => beamforming.scenario.safeParse(axes);
const complaint = (axes: Record<string, unknown>) =>
  parse(axes)
    .error?.issues.map((issue) => issue.message)
    .join('; ');

describe('scenario', () => {
  test('fills in the defaults', () => {
    expect(parse({}).data).toEqual({ M: 8, K: 4, N: 2, d: 2, snr: 10, offset: 0, alpha: '1' });
    expect(Object.keys(parse({}).data!)).toEqual(beamforming.axes.slice(0, 7));
  });

  test.each([
    [{ alpha: 1 }, '1'],
    [{ alpha: '1,1,1,1' }, '1'],
    [{ alpha: '1,2, 0.50 ,1' }, '1 2 0.5 1'],
    [{ alpha: '3 1 1 1' }, '3 1 1 1'],
    [{ alpha: '2 2 2 2' }, '2'],
  ])('gives priorities %o the canonical form %s', (axes, alpha) => {
    expect(parse(axes).data?.alpha).toBe(alpha);
  });

  test.each([
    [{ d: 3 }, 'accepted: at most min(N, M) = 2 data streams a user'],
    [{ M: 1 }, 'accepted: at most min(N, M) = 1 data streams a user'],
    [{ alpha: '1 2' }, 'accepted: one number, or K = 4 of them'],
    [{ alpha: '1 -2 1 1' }, 'accepted: positive numbers, one for all users or one for each, as in "1" or "1 2 0.5 1"'],
    [{ alpha: '0' }, 'accepted: positive numbers, one for all users or one for each, as in "1" or "1 2 0.5 1"'],
    [{ alpha: 'high' }, 'accepted: positive numbers, one for all users or one for each, as in "1" or "1 2 0.5 1"'],
    [{ nearest: 0.2 }, 'accepted: only beside pathLoss'],
    [{ pilotSnr: 3 }, 'accepted: only beside pilots'],
    [{ pilots: 8, errorVariance: 0.1 }, 'accepted: not beside errorVariance'],
    [{ pilots: 7 }, 'accepted: at least K N = 8, as many as orthogonal pilots of all user antennas take'],
    [{ M: 1024, K: 64, N: 2 }, 'accepted: channels of at most K N M = 65536 entries'],
  ])('refuses %o', (axes, message) => {
    expect(complaint(axes)).toBe(message);
  });

  test.each([
    { K: 0 },
    { M: 2.5 },
    { N: -1 },
    { d: 0 },
    { snr: Number.POSITIVE_INFINITY },
    { snr: 'high' },
    { offset: -1 },
    { k: 4 },
  ])('refuses %o', (axes) => {
    expect(parse(axes).success).toBe(false);
  });
});

describe('draws', () => {
  test('an offset is added to the SNR', () => {
    expect(draw({ snr: 30, offset: 1 }, 1).P).toBe(1001);
    expect(draw({ snr: 30, offset: 1 }, 3).H).toEqual(draw({ snr: 0 }, 3).H);
  });

  test('P is 10^(snr / 10) and every user has his priority', () => {
    expect(draw({ snr: 13, K: 2, alpha: '1 0.5' }, 1)).toMatchObject({
      P: expect.closeTo(19.952623149688797, 12),
      sigma2: 1,
      alpha: Float64Array.of(1, 0.5),
    });
    expect(draw({ snr: 0, K: 3, alpha: '4' }, 1)).toMatchObject({ P: 1, alpha: Float64Array.of(4, 4, 4) });
  });

  test('a trial has the same channel in any range', () => {
    const all = draw({}, 10, 5);
    const one = draw({}, 1, 9);
    expect(one.H).toEqual(all.H.slice(4 * 128, 5 * 128));
    expect(new Set(all.H).size).toBe(all.H.length);
  });
});

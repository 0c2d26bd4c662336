import { describe, expect, test } from 'vitest';
import type { TrialRange } from '../../../../src/contracts/scenario.ts';
import { correlateReceiver, correlateTransmitter } from '../../../../src/problems/beamforming/channels/correlate.ts';
import { type Channels, drawChannels } from '../../../../src/problems/beamforming/channels/draw-channels.ts';
import { addLineOfSight } from '../../../../src/problems/beamforming/channels/line-of-sight.ts';
import { pathGain, placesOf } from '../../../../src/problems/beamforming/channels/places.ts';
import { rayleigh } from '../../../../src/problems/beamforming/channels/rayleigh.ts';
import { scenarioSchema } from '../../../../src/problems/beamforming/scenario.ts';
import { streamsFor } from '../../../../src/random/streams.ts';

const streams = streamsFor({ seed: 3, experiment: 'test', scenario: 'test' });
const [M, K, N] = [4, 2, 3];
const range: TrialRange = { first: 0, count: 20_000 };
/** Users that a mean is taken over; of entries with power 1 it is off by less than 5 standard errors. */
const users = range.count * K;
const off = 5 / Math.sqrt(users);

function drawn(axes: Record<string, number>, trials = range): Channels {
  return drawChannels(scenarioSchema.parse({ M, K, N, d: 1, ...axes }), trials, streams);
}

const few: TrialRange = { first: 2, count: 5 };

/**
 * The mean over all users of h_(n,m) h_(n',m')^*, or of h_(n,m) alone, each entry turned back by the phase that it has towards the
 * user's direction.
 */
function moment(H: Float64Array, one: readonly [n: number, m: number], other?: readonly [n: number, m: number]) {
  let [re, im] = [0, 0];
  for (let trial = 0; trial < range.count; trial++) {
    placesOf(K, trial, streams).forEach(({ departure, arrival }, k) => {
      const entry = ([n, m]: readonly [n: number, m: number]) => {
        const at = 2 * (((trial * K + k) * N + n) * M + m);
        const angle = -2 * Math.PI * (n * arrival + m * departure);
        return [
          H[at] * Math.cos(angle) - H[at + 1] * Math.sin(angle),
          H[at] * Math.sin(angle) + H[at + 1] * Math.cos(angle),
        ];
      };
      const [[a, b], [c, d]] = [entry(one), other === undefined ? [1, 0] : entry(other)];
      re += a * c + b * d;
      im += b * c - a * d;
    });
  }
  return [re / users, im / users];
}

function expectMoment(found: readonly number[], expected: number): void {
  expect(Math.abs(found[0] - expected)).toBeLessThan(off * Math.max(1, expected));
  expect(Math.abs(found[1])).toBeLessThan(off);
}

describe('channels without any of the models', () => {
  test('are i.i.d. Rayleigh, with the same bits as ever and none in the scenario', () => {
    expect(drawn({}, few)).toEqual({ H: rayleigh({ M, K, N, d: 1 }, few, streams) });
    expect(Object.keys(scenarioSchema.parse({}))).toEqual(['M', 'K', 'N', 'd', 'snr', 'offset', 'alpha']);
  });

  test('are what models give that change nothing', () => {
    expect(drawn({ txCorrelation: 0, rxCorrelation: 0, pathLoss: 0, nearest: 0.5 }, few)).toEqual(drawn({}, few));
  });
});

describe('spatial correlation', () => {
  test('is r^|i-j|, turned towards the user, and the product of both ends', () => {
    const { H, gains } = drawn({ txCorrelation: 0.7, rxCorrelation: 0.4 });
    expect(gains).toBeUndefined();
    expectMoment(moment(H, [0, 0], [0, 0]), 1);
    expectMoment(moment(H, [2, 3], [2, 3]), 1);
    expectMoment(moment(H, [1, 0], [1, 1]), 0.7);
    expectMoment(moment(H, [1, 0], [1, 3]), 0.7 ** 3);
    expectMoment(moment(H, [0, 2], [1, 2]), 0.4);
    expectMoment(moment(H, [0, 1], [2, 2]), 0.4 ** 2 * 0.7);
    expectMoment(moment(H, [0, 1]), 0);
  });

  test('worked by hand: rows by a quarter turn, columns by none', () => {
    const H = Float64Array.of(1, 0, 2, 0, 0, 1, 0, 0);
    correlateTransmitter(H, 2, 0.6, 0.25);
    // h_2 = 0.6 j h_1 + 0.8 w_2, row by row.
    expect([...H]).toEqual([1, 0, 1.6, 0.6, 0, 1, -0.6, 0].map((value) => expect.closeTo(value, 12)));
    const G = Float64Array.of(1, 0, 2, 0, 0, 1, 0, 0);
    correlateReceiver(G, 2, 0.8, 0);
    expect([...G]).toEqual([1, 0, 2, 0, 0.8, 0.6, 1.6, 0].map((value) => expect.closeTo(value, 12)));
  });
});

describe('a line of sight', () => {
  test('has riceFactor dB more power than the scattered part; together they have 1', () => {
    const { H, gains } = drawn({ riceFactor: 3 });
    const k = 10 ** 0.3;
    expect(gains).toBeUndefined();
    expectMoment(moment(H, [0, 0]), Math.sqrt(k / (k + 1)));
    expectMoment(moment(H, [2, 3]), Math.sqrt(k / (k + 1)));
    expectMoment(moment(H, [1, 2], [1, 2]), 1);
    expectMoment(moment(H, [1, 2], [2, 0]), k / (k + 1));
  });

  test('leaves correlation to the scattered part', () => {
    const { H } = drawn({ riceFactor: 0, txCorrelation: 0.7 });
    expectMoment(moment(H, [1, 0], [1, 1]), 0.5 + 0.5 * 0.7);
  });

  test('worked by hand: K = 0 dB, an eighth of a turn from antenna to antenna of the station, a quarter at the user', () => {
    const H = Float64Array.of(1, 0, 0, 1, 1, 1, 0, 0);
    addLineOfSight(H, 2, { departure: 0.125, arrival: 0.25, area: 1 }, 0);
    const r = Math.SQRT1_2;
    // Steering entries 1, e^(j pi/4), j, j e^(j pi/4) = e^(3 j pi/4), all of amplitude r; scattered ones times r.
    const expected = [r + r, 0, 0.5, 0.5 + r, r, r + r, -0.5, 0.5];
    expect([...H]).toEqual(expected.map((value) => expect.closeTo(value, 12)));
  });

  test('goes from -90 to 90 degrees, all directions alike: sin^2 has mean 1/2', () => {
    const steps = Array.from({ length: 5000 }, (_, trial) => placesOf(1, trial, streams)[0].departure);
    expect(Math.max(...steps.map(Math.abs))).toBeLessThanOrEqual(0.5);
    const squares = steps.map((step) => (2 * step) ** 2);
    // The variance of sin^2 is 1/8.
    expect(Math.abs(squares.reduce((sum, value) => sum + value) / 5000 - 0.5)).toBeLessThan(5 / Math.sqrt(8 * 5000));
  });
});

describe('path loss', () => {
  const place = (area: number) => ({ departure: 0, arrival: 0, area });

  test('is 1 at the edge and nearest^-exponent at most; half way by area at sqrt((1 + nearest^2) / 2)', () => {
    expect(pathGain(place(1), 3.76, 0.1)).toBeCloseTo(1, 12);
    expect(pathGain(place(0), 3, 0.1)).toBeCloseTo(1000, 9);
    expect(pathGain(place(0.5), 2, 0.6)).toBeCloseTo(1 / 0.68, 12);
  });

  test('multiplies the power of every entry of a user', () => {
    const { H, gains } = drawn({ pathLoss: 3, nearest: 0.3 });
    const { H: plain } = drawn({});
    const perUser = 2 * N * M;
    for (const i of [0, 1, 5 * perUser - 1, 7 * perUser, H.length - 1]) {
      expect(H[i]).toBeCloseTo(Math.sqrt(gains![Math.floor(i / perUser)]) * plain[i], 12);
    }
  });

  test('is that of users who stand uniformly by area: 2 (r^(2-n) - 1) / ((n - 2) (1 - r^2)) in the mean', () => {
    const [n, r] = [3, 0.3];
    const { gains } = drawn({ pathLoss: n, nearest: r });
    const mean = gains!.reduce((sum, gain) => sum + gain, 0) / users;
    const moments = (power: number) => (2 * (r ** (2 - power) - 1)) / ((power - 2) * (1 - r * r));
    const spread = Math.sqrt(moments(2 * n) - moments(n) ** 2);
    expect(Math.abs(mean - moments(n))).toBeLessThan((5 * spread) / Math.sqrt(users));
  });

  test('keeps users at a tenth of the radius unless told otherwise', () => {
    expect(drawn({ pathLoss: 2 }, few)).toEqual(drawn({ pathLoss: 2, nearest: 0.1 }, few));
    expect(drawn({ pathLoss: 2 }, few)).not.toEqual(drawn({ pathLoss: 2, nearest: 0.2 }, few));
  });
});

import { describe, expect, test } from 'vitest';
import { adaptOwnSolver, type Channel } from '../../../src/problems/beamforming/own-solver.ts';
import { beamforming } from '../../../src/problems/beamforming/problem.ts';
import { battery } from '../../battery/battery.ts';
import { downlinkTested, singleCell } from '../../battery/downlink.ts';
import { draw, run } from './solving.ts';

/** V_k = the first d rows of H_k, conjugated, at power P in all: nested entries. */
function matched({ H, M, K, d, P }: Channel): [number, number][][][] {
  let power = 0;
  const V = Array.from({ length: K }, (_, k) =>
    Array.from({ length: M }, (_, m) =>
      Array.from({ length: d }, (_, i): [number, number] => {
        const [re, im] = H[k][i][m];
        power += re ** 2 + im ** 2;
        return [re, -im];
      }),
    ),
  );
  const factor = Math.sqrt(P / power);
  return V.map((Vk) => Vk.map((row) => row.map(([re, im]): [number, number] => [re * factor, im * factor])));
}

const flat = (channel: Channel) => Float64Array.from(matched(channel).flat(3));

describe('a solver of the user', () => {
  const instance = draw({ M: 5, K: 3, N: 2, d: 2, alpha: '1 2 3' }, 13);

  test('gets the channel nested and flat, with the scenario', async () => {
    const seen: Channel[] = [];
    const solve = (channel: Channel) => {
      seen.push(channel);
      return matched(channel);
    };
    await run(adaptOwnSolver('mine', { solve }), instance);
    expect(seen).toHaveLength(13);
    expect(seen[4]).toMatchObject({ M: 5, K: 3, N: 2, d: 2, P: 10, sigma2: 1, alpha: [1, 2, 3], parameters: {} });
    expect(seen[4].flat).toEqual(instance.H.slice(4 * 60, 5 * 60));
    expect(Float64Array.from(seen[4].H.flat(3))).toEqual(seen[4].flat);
    expect([seen[4].H.length, seen[4].H[0].length, seen[4].H[0][0].length]).toEqual([3, 2, 5]);
  });

  test('may return V nested or flat, at once or later', async () => {
    const nested = await run(adaptOwnSolver('mine', { solve: matched }), instance, {}, ['power']);
    for (const power of nested.metrics.get('power null')!) expect(power).toBeCloseTo(10, 10);
    for (const solve of [
      flat,
      async (channel: Channel) => matched(channel),
      (channel: Channel) => [...flat(channel)],
    ]) {
      const other = await run(adaptOwnSolver('mine', { solve }), instance);
      expect(other.V).toEqual(nested.V);
    }
  });

  test('may report iterates', async () => {
    const solve = (channel: Channel) => [0.25, 0.5, 1].map((factor) => flat(channel).map((x) => x * Math.sqrt(factor)));
    const own = adaptOwnSolver('mine', { reports: 'every iteration', solve });
    const { metrics } = await run(own, instance, {}, ['power']);
    expect([...metrics.keys()]).toEqual(['power 1', 'power 2', 'power 3']);
    for (const power of metrics.get('power 2')!) expect(power).toBeCloseTo(5, 10);
  });

  test('has the parameters that it declares, of the types of their defaults', async () => {
    const own = adaptOwnSolver('mine', {
      parameters: { share: 1, kind: 'a' },
      solve: (channel: Channel) => flat(channel).map((x) => x * Number(channel.parameters.share)),
    });
    expect(own.parameters.parse({})).toEqual({ share: 1, kind: 'a' });
    expect(own.parameters.safeParse({ share: 'much' }).success).toBe(false);
    expect(own.parameters.safeParse({ other: 1 }).success).toBe(false);
    const { metrics } = await run(own, instance, { share: 0.1 }, ['power']);
    for (const power of metrics.get('power null')!) expect(power).toBeCloseTo(0.1, 10);
  });

  test('has the name that it is given, whatever its module says', () => {
    expect(adaptOwnSolver('mine', { solve: matched }).name).toBe('mine');
    expect(adaptOwnSolver('mine', { name: 'other', solve: matched }).name).toBe('mine');
  });

  test.each([undefined, 7, {}, { solve: 'later' }, { solve: matched, reports: 'sometimes' }])(
    'is refused as %o',
    (exported) => {
      expect(() => adaptOwnSolver('mine', exported)).toThrow('its default export is no solver');
    },
  );

  test.each([
    [undefined],
    [[1, 2, 3]],
    [new Float64Array(59)],
    [[[[[1, 0]]]]],
    [
      Array.from({ length: 3 }, () =>
        Array.from({ length: 5 }, () => [
          ['1', '0'],
          ['1', '0'],
        ]),
      ),
    ],
  ])('says what it expected where solve returns %o', async (returned) => {
    const solve = (channel: Channel) => (channel.flat[0] === instance.H[60] ? returned : flat(channel));
    await expect(run(adaptOwnSolver('mine', { solve }), instance)).rejects.toThrow(
      'solve() returned for trial 1 no V[k][m][i] = [re, im] of K = 3, M = 5, d = 2, nor 60 numbers',
    );
  });

  test('must report as many iterates for every trial', async () => {
    const solve = (channel: Channel) => Array(channel.flat[0] === instance.H[120] ? 3 : 2).fill(flat(channel));
    const own = adaptOwnSolver('mine', { reports: 'every iteration', solve });
    await expect(run(own, instance)).rejects.toThrow(
      'solve() returned for trial 2 no array of 2 V, as for the trials before',
    );
  });
});

battery(downlinkTested(beamforming, singleCell), 'mine', async () => adaptOwnSolver('mine', { solve: matched }));

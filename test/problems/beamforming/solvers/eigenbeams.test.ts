import { describe, expect, test } from 'vitest';
import {
  adjoint,
  type Complex,
  caseOf,
  channelsOf,
  eigenvalues,
  norm2,
  powerOf,
  times,
  weightedSumRate,
} from '../oracle.ts';
import { beamsOf, draw, run } from '../solving.ts';

/** Capacity in nats of one user's channel: log det(I + H Q H^H / sigma^2) with water-filling over the eigenvalues of H H^H, by bisection. */
function capacity(H: Complex, P: number): number {
  const gains = eigenvalues(times(H, adjoint(H)));
  let [low, high] = [0, P + 1 / Math.min(...gains)];
  for (let i = 0; i < 200; i++) {
    const level = (low + high) / 2;
    const spent = gains.reduce((sum, gain) => sum + Math.max(0, level - 1 / gain), 0);
    if (spent > P) high = level;
    else low = level;
  }
  return gains.reduce((sum, gain) => sum + Math.log(Math.max(1, low * gain)), 0);
}

const solved = async (name: string, axes: Record<string, number | string>, trials: number, parameters = {}) => {
  const instance = draw(axes, trials);
  const report = await run(name, instance, parameters, ['wsr-nats']);
  expect(report.violations).toEqual([]);
  expect(report.lost).toEqual([]);
  const beams = Array.from({ length: trials }, (_, trial) => beamsOf(instance, report.V.get(null)!, trial));
  return { instance, beams, rates: report.metrics.get('wsr-nats null')! };
};

describe.each(['block-diagonalization', 'dominant-eigenmodes'])('%s', (name) => {
  test.each([-5, 10, 25])('reaches the capacity of one user at %d dB', async (snr) => {
    const { instance, rates } = await solved(name, { M: 4, K: 1, N: 3, d: 3, snr }, 6, { power: 'water-filling' });
    for (let trial = 0; trial < 6; trial++) {
      expect(rates[trial]).toBeCloseTo(capacity(channelsOf(instance, trial)[0], instance.P), 8);
    }
  });

  test('with equal power gives every stream P / (K d)', async () => {
    const { instance, beams } = await solved(name, { M: 8, K: 3, N: 2, d: 2 }, 3, { power: 'equal' });
    for (const V of beams.flat()) {
      const gram = times(adjoint(V), V);
      expect(gram.get(0, 0)).toBeCloseTo(instance.P / 6, 10);
      expect(gram.get(1, 1)).toBeCloseTo(instance.P / 6, 10);
      expect(gram.get(0, 1)).toBeCloseTo(0, 10);
    }
  });

  test('gives a user without a channel nothing', async () => {
    const instance = draw({ M: 8, K: 3, N: 2, d: 2 }, 2);
    const H = instance.H.slice();
    H.fill(0, 0, 2 * 2 * 8);
    const { V, violations } = await run(name, { ...instance, H });
    const beams = beamsOf(instance, V.get(null)!, 0);
    expect(violations).toEqual([]);
    expect(norm2(beams[0])).toBe(0);
    expect(norm2(beams[1])).toBeGreaterThan(0);
  });
});

describe('block diagonalization', () => {
  test.each([
    { M: 8, K: 4, N: 2, d: 2 },
    { M: 8, K: 4, N: 2, d: 1, alpha: '1 2 0.5 3' },
    { M: 7, K: 3, N: 3, d: 1 },
  ])('leaves no interference at any antenna and spends P: %o', async (axes) => {
    const { instance, beams } = await solved('block-diagonalization', axes, 5);
    beams.forEach((V, trial) => {
      const H = channelsOf(instance, trial);
      expect(powerOf(V) / instance.P).toBeCloseTo(1, 10);
      H.forEach((Hk, k) => {
        for (const [m, Vm] of V.entries()) if (m !== k) expect(norm2(times(Hk, Vm))).toBeLessThan(1e-20 * instance.P);
      });
    });
  });

  test('its rate is above that of zero-forcing with d = N, which inverts within users, too', async () => {
    const axes = { M: 8, K: 4, N: 2, d: 2, snr: 10 };
    const [bd, zf] = [await solved('block-diagonalization', axes, 40), await solved('zero-forcing', axes, 40)];
    for (let trial = 0; trial < 40; trial++) expect(bd.rates[trial]).toBeGreaterThan(zf.rates[trial]);
  });

  test('power meets the conditions of Karush, Kuhn and Tucker for weighted rates, of streams that do not disturb one another', async () => {
    const { instance, beams } = await solved(
      'block-diagonalization',
      { M: 8, K: 3, N: 2, d: 2, snr: 3, alpha: '1 4 0.5' },
      10,
    );
    beams.forEach((V, trial) => {
      const given = caseOf(instance, trial);
      // The slope of user k's rate in the power of a stream: alpha g / (1 + g p), from how the rate grows with V_k scaled alone.
      const slopes = V.flatMap((Vk, k) => {
        const G = times(given.H[k], Vk, adjoint(Vk), adjoint(given.H[k]));
        const total = norm2(Vk);
        if (total < 1e-12) return [];
        const powers = [0, 1].map((j) => times(adjoint(Vk), Vk).get(j, j));
        const received = [0, 1].map((j) => times(adjoint(Vk), adjoint(given.H[k]), given.H[k], Vk).get(j, j));
        expect(G.trace() / 2).toBeCloseTo(received[0] + received[1], 8);
        return powers.flatMap((p, j) => (p < 1e-9 ? [] : [(given.alpha[k] * received[j]) / p / (1 + received[j])]));
      });
      for (const slope of slopes) expect(slope / slopes[0]).toBeCloseTo(1, 8);
      expect(weightedSumRate(given, V)).toBeGreaterThan(0);
    });
  });

  test('sends nothing to users whose channels are the same', async () => {
    const instance = draw({ M: 8, K: 2, N: 2, d: 2 }, 1);
    const H = instance.H.slice();
    H.copyWithin(2 * 2 * 8, 0, 2 * 2 * 8);
    const { V } = await run('block-diagonalization', { ...instance, H });
    expect([...V.get(null)!].every((value) => value === 0)).toBe(true);
  });

  test('takes (K - 1) N < M', async () => {
    await expect(run('block-diagonalization', draw({ M: 6, K: 4, N: 2, d: 1 }, 1))).rejects.toThrow(
      'block diagonalization needs (K - 1) N < M: 4 users with 2 antennas each, but 6 transmit antennas',
    );
    const { beams } = await solved('block-diagonalization', { M: 7, K: 4, N: 2, d: 2 }, 2);
    // One direction is left to each user: the second stream is empty.
    for (const V of beams.flat()) expect(times(adjoint(V), V).get(1, 1)).toBe(0);
  });
});

test('dominant eigenmodes are eigenvectors of H^H H for its largest eigenvalues', async () => {
  const { instance, beams } = await solved('dominant-eigenmodes', { M: 6, K: 3, N: 4, d: 2 }, 5);
  beams.forEach((V, trial) => {
    channelsOf(instance, trial).forEach((H, k) => {
      const largest = eigenvalues(times(H, adjoint(H)))
        .slice(-2)
        .reverse();
      const received = times(adjoint(V[k]), adjoint(H), H, V[k]);
      const share = instance.P / 6;
      expect(received.get(0, 0)).toBeCloseTo(largest[0] * share, 8);
      expect(received.get(1, 1)).toBeCloseTo(largest[1] * share, 8);
      expect(received.get(0, 1)).toBeCloseTo(0, 8);
    });
  });
});

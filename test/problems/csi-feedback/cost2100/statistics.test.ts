import { describe, expect, test } from 'vitest';
import { AngularDelay } from '../../../../src/problems/csi-feedback/cost2100/angular-delay.ts';
import { type Environment, places } from '../../../../src/problems/csi-feedback/cost2100/environments.ts';
import { bandwidth } from '../../../../src/problems/csi-feedback/cost2100/generator.ts';
import { Paths } from '../../../../src/problems/csi-feedback/cost2100/paths.ts';
import { Propagation, type Sources } from '../../../../src/problems/csi-feedback/cost2100/propagation.ts';
import { streamsFor } from '../../../../src/random/streams.ts';
import { instance } from '../drawing.ts';

const streams = streamsFor({ seed: 3, experiment: 'cost 2100', scenario: 'statistics' });

function sourcesOf(environment: Environment, channels: number): Sources[] {
  const [propagation, paths] = [new Propagation(places[environment]), new Paths()];
  return Array.from({ length: channels }, (_, i) => propagation.draw(streams.of('channel', i), paths));
}

/** How far the mean of the values is from what is expected, in standard errors. */
function deviation(values: readonly number[], expected: number): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
  return Math.abs(mean - expected) / Math.sqrt(variance / values.length);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1];
}

/** P(max(1, Poisson(mean)) = k). */
function probability(k: number, mean: number): number {
  if (k === 0) return 0;
  let term = Math.exp(-mean);
  const none = k === 1 ? term : 0;
  for (let i = 1; i <= k; i++) term *= mean / i;
  return term + none;
}

const counts = Array.from({ length: 40 }, (_, k) => k);
const expectation = (of: (k: number) => number, mean: number) =>
  counts.reduce((sum, k) => sum + probability(k, mean) * of(k), 0);

describe('indoor', () => {
  const channels = sourcesOf('indoor', 20_000);
  const { region, cell } = places.indoor;
  const share = (region.radius / cell) ** 2;
  const regions = (k: number) => Math.round(k * (cell / (region.radius - region.transition)) ** 2);

  test('users see 9.46 clusters, as regions a user and regions a cluster give', () => {
    const none = expectation((k) => (1 - share) ** regions(k), 3.8);
    // A region has 4.8 others in its group on average: E[K (K - 1)] / E[K] for K = 1 + Poisson(4), pairs counted once.
    const holding = expectation((k) => regions(k) * share, 3.8);
    const clusters = (holding * (1 - (share * 4.8) / 2)) / (1 - none);
    expect(clusters).toBeCloseTo(9.46, 2);
    expect(
      deviation(
        channels.map((c) => c.clusters),
        clusters,
      ),
    ).toBeLessThan(4);
  });

  test('one user in a hundred sees none and is drawn again', () => {
    const none = expectation((k) => (1 - share) ** regions(k), 3.8);
    expect(none).toBeCloseTo(0.01, 3);
    expect(
      deviation(
        channels.map((c) => c.redraws),
        none / (1 - none),
      ),
    ).toBeLessThan(4);
  });

  test('scatterers around base and user have unit power each, 92 % of all', () => {
    expect(Math.max(...channels.map(({ local }) => Math.abs(local - 2)))).toBeLessThan(1e-12);
    const far = channels.reduce((sum, c) => sum + c.far, 0) / channels.length;
    expect(2 / (2 + far)).toBeGreaterThan(0.91);
    expect(2 / (2 + far)).toBeLessThan(0.93);
    expect(channels.every((c) => c.lineOfSight === 0)).toBe(true);
  });
});

describe('outdoor', () => {
  const channels = sourcesOf('outdoor', 1500);

  test('users see 25.2 clusters in sight, 23.8 without', () => {
    for (const [environment, expected, drawn] of [
      ['outdoor', 25.2, channels],
      ['outdoor-nlos', 23.8, sourcesOf('outdoor-nlos', 800)],
    ] as const) {
      const { region, cell } = places[environment];
      const seen = 6 * (region.radius / (region.radius - region.transition)) ** 2;
      expect(seen).toBeCloseTo(expected, 1);
      expect(cell).toBe(500);
      expect(
        deviation(
          drawn.map((c) => c.clusters),
          seen,
        ),
      ).toBeLessThan(4);
    }
  });

  test('the line of sight is always there, with the K factor of the table', () => {
    const K = channels.map((c) => 10 * Math.log10(c.lineOfSight / (c.far + c.local)));
    expect(deviation(K, -4.7)).toBeLessThan(4);
    expect(
      deviation(
        K.map((k) => (k + 4.7) ** 2),
        4,
      ),
    ).toBeLessThan(4);
  });

  test('the local cluster has unit power times its shadowing', () => {
    const decibels = channels.map((c) => 10 * Math.log10(c.local));
    expect(deviation(decibels, 0)).toBeLessThan(4);
    expect(
      deviation(
        decibels.map((d) => d ** 2),
        2.05 ** 2,
      ),
    ).toBeLessThan(4);
  });
});

test('indoor samples are as sparse as they were measured elsewhere', () => {
  const samples = 2000;
  const { X } = instance({}, samples);
  const rows = new Float64Array(32);
  const [ninety, ninetyNine, needed]: number[][] = [[], [], []];
  for (let i = 0; i < samples; i++) {
    const x = X.subarray(i * 2048, (i + 1) * 2048);
    const energies = Array.from({ length: 1024 }, (_, j) => (x[j] ** 2 + x[1024 + j] ** 2) / 2048);
    const delays = Array.from({ length: 32 }, (_, l) =>
      energies.slice(32 * l, 32 * l + 32).reduce((sum, e) => sum + e, 0),
    );
    delays.forEach((energy, l) => {
      rows[l] += energy / samples;
    });
    ninety.push(largest(energies, 0.9));
    ninetyNine.push(largest(energies, 0.99));
    needed.push(largest(delays, 0.99));
  }
  // An independent generator gave 19, 119 and 9, and 39, 47, 5 and 4 % in the first rows.
  expect(Math.abs(median(ninety) - 19)).toBeLessThanOrEqual(1);
  expect(Math.abs(median(ninetyNine) - 119)).toBeLessThanOrEqual(4);
  expect(median(needed)).toBe(9);
  [0.39, 0.47, 0.05, 0.04].forEach((share, l) => {
    expect(Math.abs(rows[l] - share)).toBeLessThan(0.02);
  });
});

/** How many of the largest values make up this share of all. */
function largest(values: readonly number[], share: number): number {
  let [sum, k] = [0, 0];
  for (const value of values.toSorted((a, b) => b - a)) {
    if (sum >= share) break;
    sum += value;
    k++;
  }
  return k;
}

test('32 delay rows keep the energy that the delays of the paths leave in them', () => {
  for (const [environment, least] of [
    ['indoor', 0.92],
    ['outdoor', 0.93],
  ] as const) {
    const [Nt, Nc, Na, samples] = [8, 128, 32, 200];
    const { carrier } = places[environment];
    const all = new AngularDelay({ Nt, Nc, Na: Nc, carrier, bandwidth });
    const [propagation, paths, out] = [
      new Propagation(places[environment]),
      new Paths(),
      new Float64Array(2 * Nc * Nt),
    ];
    const kept = Array.from({ length: samples }, (_, i) => {
      propagation.draw(streams.of('channel', i), paths);
      all.transform(paths, out);
      const energy = (from: number, to: number) => out.subarray(from, to).reduce((sum, x) => sum + x * x, 0);
      return (energy(0, Na * Nt) + energy(Nc * Nt, (Nc + Na) * Nt)) / energy(0, 2 * Nc * Nt);
    });
    const expected = Array.from({ length: samples }, (_, i) => {
      propagation.draw(streams.of('channel', i), paths);
      return keptOf(paths, Nc, Na);
    });
    const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / samples;
    expect(
      deviation(
        kept.map((value, i) => value - expected[i]),
        0,
      ),
      environment,
    ).toBeLessThan(4);
    expect(mean(kept)).toBeGreaterThan(least);
    expect(mean(kept)).toBeLessThan(0.99);
  }
});

/** Share of the power in rows 0 ... Na - 1 when paths do not interfere: Fejer's kernel at the distance of each path's delay. */
function keptOf(paths: Paths, Nc: number, Na: number): number {
  let kept = 0;
  for (let p = 0; p < paths.count; p++) {
    for (let l = 0; l < Na; l++) {
      const u = paths.delay[p] * bandwidth - l;
      const kernel = Math.abs(u) < 1e-9 ? 1 : Math.sin(Math.PI * u) / (Nc * Math.sin((Math.PI * u) / Nc));
      kept += kernel ** 2 * (paths.re[p] ** 2 + paths.im[p] ** 2);
    }
  }
  return kept / paths.power();
}

import { describe, expect, test } from 'vitest';
import type { Point } from '../../../../src/problems/csi-feedback/cost2100/distributions.ts';
import { type Place, places } from '../../../../src/problems/csi-feedback/cost2100/environments.ts';
import {
  distance,
  regionGain,
  type VisibleCluster,
  visibleClusters,
} from '../../../../src/problems/csi-feedback/cost2100/visibility.ts';
import type { Stream } from '../../../../src/random/streams.ts';
import { streams } from '../drawing.ts';
import { literallyVisible } from './literal-visibility.ts';

type Procedure = (place: Place, user: Point, stream: Stream) => VisibleCluster[];

const user: Point = { x: 2.5, y: -1 };

/** What is seen of one draw: how many clusters, and of one of them its gain and where it is placed from. */
const quantities = {
  clusters: (visible: VisibleCluster[]) => visible.length,
  gain: ([first]: VisibleCluster[]) => first?.gain ?? -1,
  'distance from the user': ([first]: VisibleCluster[]) => (first ? distance(first.reference, user) : -1),
  'distance from the base': ([first]: VisibleCluster[]) => (first ? distance(first.reference, { x: 0, y: 0 }) : -1),
  'x of the reference': ([first]: VisibleCluster[]) => first?.reference.x ?? -100,
};

function samplesOf(procedure: Procedure, place: Place, draws: number, first: number): Record<string, Float64Array> {
  const seen = Array.from({ length: draws }, (_, i) => procedure(place, user, streams.of('geometry', first + i)));
  return Object.fromEntries(
    Object.entries(quantities).map(([name, of]) => [name, Float64Array.from(seen, (visible) => of(visible)).sort()]),
  );
}

/** Largest distance between two empirical distribution functions, in units of its scale under equality (Kolmogorov, Smirnov). */
function kolmogorov(a: Float64Array, b: Float64Array): number {
  let [i, j, worst] = [0, 0, 0];
  while (i < a.length && j < b.length) {
    const next = Math.min(a[i], b[j]);
    while (i < a.length && a[i] <= next) i++;
    while (j < b.length && b[j] <= next) j++;
    worst = Math.max(worst, Math.abs(i / a.length - j / b.length));
  }
  return worst * Math.sqrt((a.length * b.length) / (a.length + b.length));
}

/** Passed by equal distributions with probability 1 - 1e-5. */
const limit = Math.sqrt(-Math.log(1e-5 / 2) / 2);

const small = { ...places.indoor, cell: 6, region: { radius: 2, transition: 0.8 } };

/** Some 95 regions, of which a tenth hold the user: groups are small against the cell, and the last one is often cut short. */
const cells: [string, Place, number][] = [
  ['some regions of groups of five', { ...small, clusters: { poisson: 3.8 }, sharing: 4 }, 8000],
  [
    'few regions, so that the last groups do not find enough',
    { ...small, clusters: { number: 0.4 }, sharing: 4 },
    30_000,
  ],
  ['regions of their own', { ...small, clusters: { number: 2 }, sharing: 0 }, 8000],
];

describe.each(cells)('%s', (_, place, draws) => {
  test('give the same clusters as the procedure that draws all regions', () => {
    const [thinned, literal] = [
      samplesOf(visibleClusters, place, draws, 0),
      samplesOf(literallyVisible, place, draws, draws),
    ];
    for (const name of Object.keys(quantities)) {
      expect(kolmogorov(thinned[name], literal[name]), name).toBeLessThan(limit);
    }
  });
});

test('the comparison notices clusters that are placed from a region about the user, and groups of another size', () => {
  const [, place] = cells[0];
  const literal = samplesOf(literallyVisible, place, 8000, 8000);
  const near: Procedure = (...given) =>
    visibleClusters(...given).map(({ gain }) => ({ gain, reference: { x: user.x + gain, y: user.y } }));
  expect(
    kolmogorov(samplesOf(near, place, 8000, 0)['x of the reference'], literal['x of the reference']),
  ).toBeGreaterThan(10 * limit);
  const alone = samplesOf(visibleClusters, { ...place, sharing: 0 }, 8000, 0);
  expect(kolmogorov(alone['distance from the user'], literal['distance from the user'])).toBeGreaterThan(10 * limit);
  expect(kolmogorov(alone.clusters, literal.clusters)).toBeGreaterThan(limit);
});

test('the disc about every user lies in the cell, as the thinning needs', () => {
  for (const { side, cell, region } of Object.values(places)) {
    expect((side / 2) * Math.SQRT2 + region.radius).toBeLessThan(cell);
  }
});

test('a visibility region has full gain inside, half of it where the transition begins, and little at its edge', () => {
  // sqrt(lambda l_c) = 0.2379 m: 0.5 - atan(-7.09) / pi = 0.9553 in the middle, 0.5 - atan(11.89) / pi = 0.0267 at the edge.
  expect(regionGain(places.indoor, 1.72)).toBeCloseTo(0.5, 12);
  expect(regionGain(places.indoor, 0)).toBeCloseTo(
    0.5 + Math.atan((2 * Math.SQRT2 * 1.72) / Math.sqrt(0.3 / 5.3)) / Math.PI,
    12,
  );
  expect(regionGain(places.indoor, 2.72)).toBeCloseTo(0.0267, 4);
});

import { arctangent } from '../../../random/elementary.ts';
import type { Stream } from '../../../random/streams.ts';
import { binomial, inDisc, type Point, poisson, subset } from './distributions.ts';
import { lightSpeed, type Place } from './environments.ts';

/** A far cluster that the user sees. */
export interface VisibleCluster {
  /** Gain A of its visibility region where the user is: of the best one, if it has several there. A factor of the amplitude. */
  readonly gain: number;
  /** The visibility region from which it is placed: any of its regions, not only one where the user is. */
  readonly reference: Point;
}

const base: Point = { x: 0, y: 0 };

/**
 * The clusters visible to a user. The model scatters some thousand visibility regions over the cell, lets groups of them share a
 * cluster and keeps the few clusters with a region about the user. The regions are independent and uniform in the cell's disc,
 * and groups are formed without looking where they lie; so the same distribution comes from drawing how many regions hold the
 * user (binomial), which members of which groups they are (any set is as probable as any other), and positions only for
 * them and for the members from which their clusters are placed. Holds as long as the disc of radius r_c about the user lies in
 * the cell.
 */
export function visibleClusters(place: Place, user: Point, stream: Stream): VisibleCluster[] {
  const { region, cell, sharing } = place;
  const regions = numberOfRegions(place, stream);
  const present = binomial(stream, regions, (region.radius * region.radius) / (cell * cell));
  if (sharing === 0) {
    return Array.from({ length: present }, () => visibleCluster(place, user, { size: 1, present: 1 }, stream));
  }
  return groupsOf(regions, subset(stream, regions, present), sharing, stream).map((group) =>
    visibleCluster(place, user, group, stream),
  );
}

/** So many regions that a user sees the stated number of clusters, counted by the part of a region with full gain. */
export function numberOfRegions({ clusters, region, cell }: Place, stream: Stream): number {
  const seen = 'number' in clusters ? clusters.number : Math.max(1, poisson(stream, clusters.poisson));
  const ratio = cell / (region.radius - region.transition);
  return Math.round(seen * ratio * ratio);
}

/** Visibility regions with a common cluster: how many there are, and how many of them hold the user. */
interface Group {
  readonly size: number;
  readonly present: number;
}

/** Divides `regions` places into groups, one after the other, and gives those that have one of the `marked` places. */
function groupsOf(regions: number, marked: readonly number[], sharing: number, stream: Stream): Group[] {
  const groups: Group[] = [];
  let [begin, next] = [0, 0];
  while (next < marked.length) {
    const size = groupSize(regions - begin, sharing, stream);
    const from = next;
    while (next < marked.length && marked[next] < begin + size) next++;
    if (next > from) groups.push({ size, present: next - from });
    begin += size;
  }
  return groups;
}

/** One region and a Poisson number of others among the `free` ones; a number too large is drawn again, and then not taken as 0. */
export function groupSize(free: number, sharing: number, stream: Stream): number {
  if (free === 1) return 1;
  let others = poisson(stream, sharing);
  if (others === 0) return 1;
  while (others === 0 || others > free - 1) others = poisson(stream, sharing);
  return 1 + others;
}

function visibleCluster(place: Place, user: Point, { size, present }: Group, stream: Stream): VisibleCluster {
  const { radius } = place.region;
  const about = Array.from({ length: present }, () => inDisc(stream, user, radius));
  const nearest = Math.min(...about.map((point) => distance(point, user)));
  const reference = size === 1 ? 0 : Math.floor(stream.uniform() * size);
  return {
    gain: regionGain(place, nearest),
    reference: about[reference] ?? outside(place, user, stream),
  };
}

/** A region that does not hold the user. */
function outside({ cell, region }: Place, user: Point, stream: Stream): Point {
  for (;;) {
    const point = inDisc(stream, base, cell);
    if (distance(point, user) >= region.radius) return point;
  }
}

/** A: 1 in the middle of a visibility region, 0 outside, with a smooth transition. */
export function regionGain({ region, carrier }: Place, fromCentre: number): number {
  const into = fromCentre - (region.radius - region.transition);
  return 0.5 - arctangent((2 * Math.SQRT2 * into) / Math.sqrt((lightSpeed / carrier) * region.transition)) / Math.PI;
}

export function distance(a: Point, b: Point): number {
  const [x, y] = [a.x - b.x, a.y - b.y];
  return Math.sqrt(x * x + y * y);
}

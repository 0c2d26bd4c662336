import { inDisc, type Point, poisson } from '../../../../src/problems/csi-feedback/cost2100/distributions.ts';
import type { Place } from '../../../../src/problems/csi-feedback/cost2100/environments.ts';
import {
  distance,
  numberOfRegions,
  regionGain,
  type VisibleCluster,
} from '../../../../src/problems/csi-feedback/cost2100/visibility.ts';
import type { Stream } from '../../../../src/random/streams.ts';

/** The clusters visible to a user as the model's definition has it: every region drawn and put into a group, then looked at. */
export function literallyVisible(place: Place, user: Point, stream: Stream): VisibleCluster[] {
  const regions = Array.from({ length: numberOfRegions(place, stream) }, () =>
    inDisc(stream, { x: 0, y: 0 }, place.cell),
  );
  return groupsOf(regions.length, place.sharing, stream).flatMap((members) => {
    const reference = regions[members[Math.floor(stream.uniform() * members.length)]];
    const gains = members
      .map((member) => distance(regions[member], user))
      .filter((away) => away < place.region.radius)
      .map((away) => regionGain(place, away));
    return gains.length === 0 ? [] : [{ gain: Math.max(...gains), reference }];
  });
}

/** Each region without a group begins one and takes others at random from those that have none. */
function groupsOf(regions: number, sharing: number, stream: Stream): number[][] {
  const free = Array.from({ length: regions }, (_, region) => region);
  const groups: number[][] = [];
  while (free.length > 0) {
    const group = [free.shift()!];
    let others = free.length === 0 ? 0 : poisson(stream, sharing);
    if (others > 0) while (others > free.length || others === 0) others = poisson(stream, sharing);
    for (let i = 0; i < others; i++) group.push(...free.splice(Math.floor(stream.uniform() * free.length), 1));
    groups.push(group);
  }
  return groups;
}

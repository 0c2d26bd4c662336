import { decimalLogarithm, tenTo } from '../../random/elementary.ts';
import type { Streams } from '../../random/streams.ts';

/** How the stations stand: in one row, or on a square grid with as many columns as rows or one more. */
export const layouts = ['line', 'grid'] as const;
export type Layout = (typeof layouts)[number];

/** Users of a station stand between these distances from it, in km. */
export const ring = { inner: 0.1, outer: 0.3 } as const;

/** A place in the plane, in km. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

/** The places of B stations whose nearest neighbours are `isd` km apart. */
export function stationPlaces(B: number, isd: number, layout: Layout): Place[] {
  const columns = layout === 'line' ? B : Math.ceil(Math.sqrt(B));
  return Array.from({ length: B }, (_, b) => ({ x: isd * (b % columns), y: isd * Math.floor(b / columns) }));
}

/** The places of a trial's users, U around each station in turn, uniform by area in the ring around it. */
export function userPlaces(stations: readonly Place[], U: number, streams: Streams, trial: number): Place[] {
  const stream = streams.of('geometry', trial);
  const towards = new Float64Array(2);
  const [inner, outer] = [ring.inner * ring.inner, ring.outer * ring.outer];
  return stations.flatMap(({ x, y }) =>
    Array.from({ length: U }, () => {
      const area = stream.uniform();
      const radius = Math.sqrt(inner + area * (outer - inner));
      stream.direction(towards);
      return { x: x + radius * towards[0], y: y + radius * towards[1] };
    }),
  );
}

/** Power gain of the path between two places: 10^(-PL / 10) with the path loss PL = 128.1 + 37.6 log10(distance in km) in dB. */
export function pathGain(from: Place, to: Place): number {
  const [x, y] = [to.x - from.x, to.y - from.y];
  const distance = Math.sqrt(x * x + y * y);
  return tenTo(-(128.1 + 37.6 * decimalLogarithm(distance)) / 10);
}

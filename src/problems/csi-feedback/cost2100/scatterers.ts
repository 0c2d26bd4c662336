import { cosineAndSine, exponential, logarithm, tangent } from '../../../random/elementary.ts';
import type { Stream } from '../../../random/streams.ts';
import type { Point } from './distributions.ts';
import { clusterDirection, lightSpeed, type Place } from './environments.ts';
import type { Paths } from './paths.ts';
import { type Spreads, spreadSampler } from './spreads.ts';
import { distance, type VisibleCluster } from './visibility.ts';

/** One side of a cluster: an ellipsoid that faces `facing`, with its semi-axes in metres. */
interface Side {
  readonly centre: Point;
  /** Unit vector from the centre to what the ellipsoid faces. */
  readonly facing: Point;
  readonly radial: number;
  readonly lateral: number;
  readonly height: number;
}

const base: Point = { x: 0, y: 0 };

/** Turns a degree. */
const turns = 1 / 360;

/**
 * Turns clusters of a place into paths. The scatterers of a cluster are normally distributed with a third of the semi-axes as
 * standard deviations, and their amplitudes are complex normal, scaled to unit power together. Base and user are at height zero.
 */
export class Scatterers {
  readonly #place: Place;
  readonly #spreads: (stream: Stream) => Spreads;
  readonly #amplitudes: Float64Array;
  /** Standard normal: along, across and up for each scatterer. */
  readonly #offsets: Float64Array;

  constructor(place: Place) {
    this.#place = place;
    this.#spreads = spreadSampler(place);
    this.#amplitudes = new Float64Array(2 * place.paths);
    this.#offsets = new Float64Array(2 * Math.ceil((3 * place.paths) / 2));
  }

  /** Adds the paths of a far cluster. */
  far({ gain, reference }: VisibleCluster, user: Point, stream: Stream, paths: Paths): void {
    const { decay, floor, single, link } = this.#place;
    const spreads = this.#spreads(stream);
    const twin = stream.uniform() > single;
    const away = distance(reference, base);
    const towards = { x: reference.x / away, y: reference.y / away };
    const reach = this.#place.cell * stream.uniform();
    const atBase = this.#side(base, turned(towards, stream), reach, spreads, 'departure');
    const between = twin ? link.least - link.mean * logarithm(stream.uniform()) : 0;
    const atUser = twin
      ? this.#side(reference, turned(towards, stream), twinReach(reach, spreads), spreads, 'arrival')
      : atBase;
    const delay = (distance(base, atBase.centre) + distance(user, atUser.centre)) / lightSpeed + between;
    const direct = distance(base, user) / lightSpeed;
    const attenuation = exponential(-decay * (Math.min(delay, floor) - direct));
    this.#draw(stream);
    this.#add(atBase, atUser, user, { amplitude: gain * Math.sqrt(attenuation * spreads.shadow), between }, paths);
  }

  /** Adds the paths over scatterers around the base or the user, which are not weakened on their way. */
  local(centre: Point, user: Point, stream: Stream, paths: Paths): void {
    const { shadow, delaySpread } = this.#spreads(stream);
    const radius = (delaySpread * lightSpeed) / 2;
    const side = { centre, facing: { x: 1, y: 0 }, radial: radius, lateral: radius, height: radius / 20 };
    this.#draw(stream);
    this.#add(side, side, user, { amplitude: Math.sqrt(shadow), between: 0 }, paths);
  }

  #side(from: Point, towards: Point, reach: number, spreads: Spreads, end: 'departure' | 'arrival'): Side {
    return {
      centre: { x: from.x + reach * towards.x, y: from.y + reach * towards.y },
      facing: { x: -towards.x, y: -towards.y },
      radial: (spreads.delaySpread * lightSpeed) / 2,
      lateral: reach * tangent((spreads[`${end}Azimuth`] * turns) / 2),
      height: reach * tangent((spreads[`${end}Elevation`] * turns) / 2),
    };
  }

  /** Amplitudes and places of the scatterers of one cluster. */
  #draw(stream: Stream): void {
    const amplitudes = this.#amplitudes;
    stream.complexNormal(amplitudes);
    let power = 0;
    for (const part of amplitudes) power += part * part;
    const scale = 1 / Math.sqrt(power);
    for (let i = 0; i < amplitudes.length; i++) amplitudes[i] *= scale;
    stream.complexNormal(this.#offsets);
    for (let i = 0; i < this.#offsets.length; i++) this.#offsets[i] *= Math.SQRT2;
  }

  /** The scatterers that were drawn, at the same places of both sides. */
  #add(atBase: Side, atUser: Side, user: Point, common: { amplitude: number; between: number }, paths: Paths): void {
    const { amplitude, between } = common;
    const [amplitudes, offsets] = [this.#amplitudes, this.#offsets];
    for (let i = 0; i < this.#place.paths; i++) {
      const [along, across, up] = [offsets[3 * i] / 3, offsets[3 * i + 1] / 3, offsets[3 * i + 2] / 3];
      const { centre: b, facing: f } = atBase;
      const x = b.x + atBase.radial * along * f.x - atBase.lateral * across * f.y;
      const y = b.y + atBase.radial * along * f.y + atBase.lateral * across * f.x;
      const { centre: u, facing: g } = atUser;
      const dx = u.x + atUser.radial * along * g.x - atUser.lateral * across * g.y - user.x;
      const dy = u.y + atUser.radial * along * g.y + atUser.lateral * across * g.x - user.y;
      const [up1, up2] = [atBase.height * up, atUser.height * up];
      const level = x * x + y * y;
      const length = Math.sqrt(level + up1 * up1) + Math.sqrt(dx * dx + dy * dy + up2 * up2);
      const delay = length / lightSpeed + between;
      paths.add(amplitude * amplitudes[2 * i], amplitude * amplitudes[2 * i + 1], delay, x / Math.sqrt(level));
    }
  }
}

/** Direction of a cluster's side when its reference region is seen in the direction `towards`. */
function turned({ x, y }: Point, stream: Stream): Point {
  cosineAndSine((clusterDirection.mean + clusterDirection.deviation * stream.normal()) * turns, turn);
  return { x: turn[0] * x - turn[1] * y, y: turn[1] * x + turn[0] * y };
}

const turn = new Float64Array(2);

/** How far the user's side of a cluster is from the reference region: so far that both sides are equally wide. */
function twinReach(reach: number, { departureAzimuth, arrivalAzimuth }: Spreads): number {
  return (reach * tangent((departureAzimuth * turns) / 2)) / tangent((arrivalAzimuth * turns) / 2);
}

import { tenTo } from '../../../random/elementary.ts';
import type { Stream } from '../../../random/streams.ts';
import type { Point } from './distributions.ts';
import { lightSpeed, type Place } from './environments.ts';
import type { Paths } from './paths.ts';
import { Scatterers } from './scatterers.ts';
import { distance, visibleClusters } from './visibility.ts';

/** Where the paths of a channel came from. */
export interface Sources {
  /** Clusters seen. */
  readonly clusters: number;
  /** Users for whom no cluster was visible, drawn before this one. */
  readonly redraws: number;
  /** Power of the paths over far clusters, over scatterers around base and user, and of the line of sight. */
  readonly far: number;
  readonly local: number;
  readonly lineOfSight: number;
}

const base: Point = { x: 0, y: 0 };

/** Draws the paths between a base station and a user somewhere around it, by the COST 2100 model. */
export class Propagation {
  readonly #place: Place;
  readonly #scatterers: Scatterers;

  constructor(place: Place) {
    this.#place = place;
    this.#scatterers = new Scatterers(place);
  }

  /** Draws a user who sees at least one cluster, and the paths to it. Path loss is the same for all of them and left out. */
  draw(stream: Stream, paths: Paths): Sources {
    const { side, aroundBase } = this.#place;
    const place = () => side * (stream.uniform() - 0.5);
    for (let redraws = 0; ; redraws++) {
      const user = { x: place(), y: place() };
      const visible = visibleClusters(this.#place, user, stream);
      if (visible.length === 0) continue;
      paths.clear();
      for (const cluster of visible) this.#scatterers.far(cluster, user, stream, paths);
      const far = paths.count;
      if (aroundBase) this.#scatterers.local(base, user, stream, paths);
      this.#scatterers.local(user, user, stream, paths);
      const scattered = paths.count;
      this.#addLineOfSight(user, stream, paths);
      const [all, local, lineOfSight] = [paths.power(), paths.power(far), paths.power(scattered)];
      return { clusters: visible.length, redraws, far: all - local, local: local - lineOfSight, lineOfSight };
    }
  }

  #addLineOfSight(user: Point, stream: Stream, paths: Paths): void {
    const { lineOfSight } = this.#place;
    if (lineOfSight === undefined) return;
    const { cutOff, radius, mean, deviation } = lineOfSight;
    const centre = { x: (cutOff - radius) * stream.uniform(), y: (cutOff - radius) * stream.uniform() };
    const K = tenTo(0.1 * (mean + deviation * stream.normal()));
    const away = distance(user, base);
    if (away > cutOff || distance(user, centre) > radius) return;
    paths.add(Math.sqrt(K * paths.power()), 0, away / lightSpeed, user.x / away);
  }
}

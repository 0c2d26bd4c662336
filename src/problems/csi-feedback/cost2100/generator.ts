import type { Stream } from '../../../random/streams.ts';
import { AngularDelay } from './angular-delay.ts';
import { type Environment, places } from './environments.ts';
import { Paths } from './paths.ts';
import { Propagation } from './propagation.ts';

/** Width of the band, Hz: delays are resolved to 50 ns. */
export const bandwidth = 20e6;

/** What a channel is drawn for: the place, antennas, subcarriers and delay rows kept. */
export interface ChannelShape {
  readonly environment: Environment;
  readonly Nt: number;
  readonly Nc: number;
  readonly Na: number;
}

/**
 * Draws channels of the COST 2100 model in the angular-delay domain: each is a function of its stream alone. A sample is the real plane
 * of Na delays times Nt angles and then the imaginary plane, 2 Na Nt numbers in all, scaled so that their mean square is 1.
 */
export class ChannelGenerator {
  readonly #propagation: Propagation;
  readonly #angularDelay: AngularDelay;
  readonly #paths = new Paths();
  readonly #sample: Float64Array;

  constructor({ environment, Nt, Nc, Na }: ChannelShape) {
    const place = places[environment];
    this.#propagation = new Propagation(place);
    this.#angularDelay = new AngularDelay({ Nt, Nc, Na, carrier: place.carrier, bandwidth });
    this.#sample = new Float64Array(2 * Na * Nt);
  }

  /** Writes one sample to `out`. */
  draw(stream: Stream, out: Float32Array | Float64Array): void {
    const sample = this.#sample;
    this.#propagation.draw(stream, this.#paths);
    this.#angularDelay.transform(this.#paths, sample);
    let energy = 0;
    for (const value of sample) energy += value * value;
    const scale = Math.sqrt(sample.length / energy);
    for (let i = 0; i < sample.length; i++) out[i] = scale * sample[i];
  }
}

const generators = new Map<string, ChannelGenerator>();

/** The generator of this thread for such channels. */
export function generatorOf({ environment, Nt, Nc, Na }: ChannelShape): ChannelGenerator {
  const key = `${environment} ${Nt} ${Nc} ${Na}`;
  const known = generators.get(key) ?? new ChannelGenerator({ environment, Nt, Nc, Na });
  generators.set(key, known);
  return known;
}

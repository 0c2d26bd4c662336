import { firstOfValidation } from '../../../random/passes.ts';
import type { Streams } from '../../../random/streams.ts';
import { bestThreshold, decide, energyShares } from '../decision.ts';
import type { MassiveAccessScenario } from '../scenario.ts';
import { drawSamples, type Samples } from './training-samples.ts';

/** As many samples as in the paper, or a part's more. */
const least = 128;

/** Name of the array of weights with the layer, from 0, whose estimate is the network's after so many layers: the best of them. */
export const outputs = 'output';

/** What a network estimates for samples, layer after layer. */
export type Estimates = (samples: Samples) => AsyncIterable<Float32Array>;

/** What a network does on samples that it is not trained on. */
interface Measured {
  /** Of the last layer, in dB. */
  readonly nmse: number;
  /** For every layer. */
  readonly decisions: Float64Array;
  readonly outputs: Float64Array;
}

/** Samples that a network is not trained on, some at a time, and what is measured on them. */
export class ValidationSamples {
  readonly #scenario: MassiveAccessScenario;
  readonly #streams: Streams;
  readonly #together: number;

  /** @param together samples that are estimated at a time */
  constructor(scenario: MassiveAccessScenario, streams: Streams, together: number) {
    this.#scenario = scenario;
    this.#streams = streams;
    this.#together = together;
  }

  get count(): number {
    return Math.ceil(least / this.#together) * this.#together;
  }

  /** NMSE in dB, eq. (39), of the last estimates. */
  async nmse(estimates: Estimates): Promise<number> {
    let [error, energy] = [0, 0];
    for await (const samples of this.#drawn()) {
      let X = new Float32Array(samples.target.length);
      for await (const next of estimates(samples)) X = next as typeof X;
      error += squaredDistance(X, samples.target);
      energy += energyOf(samples.target);
    }
    return 10 * Math.log10(error / energy);
  }

  /** The same, for every layer the threshold of activity that decides best, and which of the layers up to it errs least. */
  async measure(estimates: Estimates): Promise<Measured> {
    const { N, M } = this.#scenario;
    const shares: Float64Array[] = [];
    const errors: number[] = [];
    const active = new Uint8Array(this.count * N);
    let at = 0;
    let energy = 0;
    for await (const samples of this.#drawn()) {
      active.set(decide(energyShares(samples.target, this.#together, N, M), 0), at);
      let layer = 0;
      for await (const X of estimates(samples)) {
        shares[layer] ??= new Float64Array(active.length);
        shares[layer].set(energyShares(X, this.#together, N, M), at);
        errors[layer] = (errors[layer] ?? 0) + squaredDistance(X, samples.target);
        layer++;
      }
      at += this.#together * N;
      energy += energyOf(samples.target);
    }
    return {
      nmse: 10 * Math.log10(errors.at(-1)! / energy),
      decisions: Float64Array.from(shares, (own) => bestThreshold(own, active).threshold),
      outputs: Float64Array.from(errors, (_, layer) => errors.indexOf(Math.min(...errors.slice(0, layer + 1)))),
    };
  }

  async *#drawn(): AsyncGenerator<Samples> {
    for (let i = 0; i < this.count; i += this.#together) {
      yield await drawSamples(this.#scenario, firstOfValidation + i, this.#together, this.#streams);
    }
  }
}

function squaredDistance(X: Float32Array, target: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < X.length; i++) sum += (X[i] - target[i]) ** 2;
  return sum;
}

function energyOf(target: Float32Array): number {
  return target.reduce((sum, x) => sum + x ** 2, 0);
}

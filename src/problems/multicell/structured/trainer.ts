import type { TrialRange } from '../../../contracts/scenario.ts';
import type { Descent, LearnedArray, SummedTrainer, Validation, Weights } from '../../../contracts/training.ts';
import { type GradientSettings, NetworkGradient } from '../../../downlink/network-gradient.ts';
import type { Lanes } from '../../../lanes/index.ts';
import type { Optimizer } from '../../../optimizers/optimizer.ts';
import type { Instance } from '../instance.ts';
import { type RecordedNetwork, untrained, weightsOf } from './network.ts';

/** How a network is trained. */
export interface TrainerSettings extends GradientSettings<Instance> {
  readonly optimizer: Optimizer;
  readonly seed: number;
}

/** Trials that no training comes to. */
const validationTrials: TrialRange = { first: 2 ** 31, count: 512 };

/** Steps between two measurements on them. */
const validationEvery = 100;

/** Trains a recorded network in single precision. */
export class NetworkTrainer implements SummedTrainer<Float32Array> {
  readonly kind = 'summed';
  readonly precision = 'float32';
  readonly parts: number;
  readonly arrays: readonly LearnedArray[];
  readonly #network: RecordedNetwork;
  readonly validation: Validation<[parameters: Float32Array]>;
  readonly #gradient: NetworkGradient<Instance>;
  readonly #settings: TrainerSettings;

  constructor(lanes: Lanes, network: RecordedNetwork, settings: TrainerSettings) {
    this.#network = network;
    this.#settings = settings;
    this.#gradient = new NetworkGradient(lanes, network, settings);
    this.validation = {
      metric: 'sum-rate',
      every: validationEvery,
      samples: validationTrials.count,
      measure: (parameters) => -this.#gradient.meanLoss(settings.draw(validationTrials), parameters),
    };
    this.parts = this.#gradient.parts;
    this.arrays = network.arrays.map(({ name, shape }) => ({ name, shape }));
  }

  initialize(parameters: Float32Array): void {
    parameters.set(untrained(this.#network.arrays, this.#settings.seed));
  }

  descent(step: number): Descent {
    return { optimizer: this.#settings.optimizer, step };
  }

  gradient(step: number, part: number, parameters: Float32Array, out: Float32Array): number {
    return this.#gradient.evaluate(step, part, parameters, out);
  }

  weights(parameters: Float32Array): Weights {
    return weightsOf(this.#network.arrays, parameters);
  }
}

import type { Scenario } from '../../../contracts/problem.ts';
import type { ResidentTrainer, StateArrays, Training, TrainingPlan, Weights } from '../../../contracts/training.ts';
import { cachedSession, gemm, input } from '../../../graph/index.ts';
import type { Streams } from '../../../random/streams.ts';
import { inHalfTheSpace } from '../../../unrolling/rounding.ts';
import type { ChannelShape } from '../cost2100/generator.ts';
import { drawSamples, sampleLength } from '../instance.ts';
import { type CsiFeedbackScenario, codewordLength } from '../scenario.ts';
import { nystromStep } from './subspace.ts';

/** Steps of subspace iteration: after the second, the energy that is left changes by less than 0.01 dB. */
const steps = 3;

/** Rows beside the wanted ones, so that the last of these converge as fast as the first. */
const extra = 64;

/** Samples whose products are computed at once. */
const chunk = 250;

interface Plan extends TrainingPlan, ChannelShape {
  readonly rank: number;
}

/**
 * The first principal components of `samples` training samples, without their mean, which is zero: eigenvectors of their second
 * moments by subspace iteration. Every rate takes the first M of the same components, of which a quarter of the sample's length is
 * computed at least.
 */
export const principalComponentsTraining: Training = {
  version: 1,
  summary:
    'eigenvectors of the second moments of training samples, by subspace iteration; the loss is the energy left over',
  plan: (scenario, parameters) => planOf(scenario, Number(parameters.samples)),
  trainer: (plan, streams) => new PrincipalComponentsTrainer(plan as Plan, streams),
};

function planOf(scenario: Scenario, samples: number): TrainingPlan {
  const { environment, Nt, Nc, Na, compression } = scenario as CsiFeedbackScenario;
  const length = sampleLength({ Na, Nt });
  const rank = Math.max(Math.ceil(length / 4), codewordLength(compression, length));
  return { steps, batch: samples, environment, Nt, Nc, Na, rank };
}

class PrincipalComponentsTrainer implements ResidentTrainer {
  readonly kind = 'resident';
  readonly #plan: Plan;
  readonly #streams: Streams;
  readonly #length: number;
  readonly #rows: number;
  /** Approximate eigenvectors as rows. */
  readonly #V: Float64Array;

  constructor(plan: Plan, streams: Streams) {
    this.#plan = plan;
    this.#streams = streams;
    this.#length = sampleLength(plan);
    this.#rows = Math.min(plan.rank + extra, this.#length);
    // Rows of length 1 on average.
    const stream = streams.of('network', 0);
    const factor = 1 / Math.sqrt(this.#length);
    this.#V = Float64Array.from({ length: this.#rows * this.#length }, () => factor * stream.normal());
  }

  /** Products V C with C the mean of x x^T over the samples, and a step with them. The loss is the energy outside the rows of V. */
  async advance(): Promise<number> {
    const { batch } = this.#plan;
    const [length, rows] = [this.#length, this.#rows];
    const session = await cachedSession(`second moments ${rows} ${length}`, () => secondMoments(rows, length));
    const V = Float32Array.from(this.#V);
    const sum = new Float64Array(rows * length);
    let captured = 0;
    for (let first = 0; first < batch; first += chunk) {
      const X = new Float32Array(chunk * length);
      X.set(drawSamples(this.#plan, { first, count: Math.min(chunk, batch - first) }, this.#streams, 'training'));
      const { products, energy } = await session.run({ X, V });
      for (let i = 0; i < sum.length; i++) sum[i] += Number(products[i]) / batch;
      captured += Number(energy[0]) / batch;
    }
    nystromStep(this.#V, sum, length);
    return 1 - captured / length;
  }

  async state(): Promise<StateArrays> {
    return { 'parameters/components': { shape: [this.#rows, this.#length], data: this.#V.slice() } };
  }

  async restore(state: StateArrays): Promise<void> {
    this.#V.set(state['parameters/components'].data);
  }

  async weights(): Promise<Weights> {
    const { rank } = this.#plan;
    const values = this.#V.slice(0, rank * this.#length);
    return inHalfTheSpace({ components: { shape: [rank, this.#length], values } });
  }

  async release(): Promise<void> {}
}

/** (X V^T)^T X and ||X V^T||^2 of a chunk of samples. */
function secondMoments(rows: number, length: number) {
  const [X, V] = [input('X', [chunk, length]), input('V', [rows, length])];
  const scores = gemm(X, V, { transposeB: true });
  return {
    products: gemm(scores, X, { transposeA: true }),
    energy: scores.square().sum().reshape([1]),
  };
}

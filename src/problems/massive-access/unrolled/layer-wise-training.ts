import type {
  Descent,
  LearnedArray,
  Start,
  SummedTrainer,
  Training,
  Validation,
  Weights,
} from '../../../contracts/training.ts';
import type { Arrays, Session } from '../../../graph/index.ts';
import type { AdamOptimizer } from '../../../optimizers/optimizer.ts';
import type { Streams } from '../../../random/streams.ts';
import { Layout, type Slot } from '../../../unrolling/layout.ts';
import { inHalfTheSpace } from '../../../unrolling/rounding.ts';
import { type Stage, stageOf } from '../../../unrolling/stages.ts';
import { Unshared } from '../../../unrolling/unshared.ts';
import { decisions } from '../decision.ts';
import { preamblesOf } from '../preambles/preambles.ts';
import { type MassiveAccessScenario, scenarioIn } from '../scenario.ts';
import { aloneSession, gradientName, jointSession, layerSession, learnedName, type NetworkGraphs } from './graphs.ts';
import { widened } from './nesting.ts';
import type { LayerArrays, UnrolledNetwork } from './network.ts';
import type { UnrolledParameters } from './parameters.ts';
import { firstPlanOf, optimizersOf, type Plan, planOf } from './training-plan.ts';
import { drawSamples, type Samples } from './training-samples.ts';
import { type Estimates, outputs, ValidationSamples } from './validation.ts';

/** Most samples of a part: the arrays of a step stay near the processor, and four threads share the 64 samples of the paper. */
const samplesOfPart = 16;

/** Validation: steps between two measurements at least, and measurements at most. */
const validation = { every: 50, measurements: 20 } as const;

/**
 * Layer-wise training, eqs. (17) and (18), by Adam. For every layer a fixed number of steps on its own parameters, then one on those
 * of all layers so far with a fifth of the learning rate. At the end, steps on all layers while this rate falls to zero along half a
 * cosine. The moments of Adam begin anew in every stage. A nested start leaves the last stage alone.
 *
 * Only the error of the last layer counts in the end, so that a layer may spoil its estimate for the last one to mend. The weights
 * therefore say for every number of layers which of them has the best estimate on samples of the validation: see `outputs`.
 */
export function layerWiseTraining(network: UnrolledNetwork): Training<UnrolledParameters, MassiveAccessScenario, Plan> {
  return {
    version: 3,
    summary: 'squared error of each layer in turn, (17) and (18), by Adam, on samples of the scenario',
    plan: planOf,
    start: (plan) => startOf(network, plan),
    trainer: (plan, streams, _, start) => new LayerWiseTrainer(network, plan, streams, start),
  };
}

function startOf(network: UnrolledNetwork, plan: Plan): Start | null {
  if (plan.start === 'table-1') return null;
  const { network: nested, scenario } = network.nested();
  const of = { name: nested.name, training: layerWiseTraining(nested) as Training };
  return { of, plan: scenario === undefined ? plan : firstPlanOf(plan, scenario) };
}

/** See {@link layerWiseTraining}. What it keeps are compiled graphs, samples and outputs of layers that its arguments determine. */
class LayerWiseTrainer implements SummedTrainer<Float32Array> {
  readonly kind = 'summed';
  readonly precision = 'float32';
  readonly parts: number;
  readonly arrays: readonly LearnedArray[];
  readonly validation: Validation<[parameters: Float32Array, step: number]>;
  readonly #settings: Plan;
  readonly #scenario: MassiveAccessScenario;
  readonly #streams: Streams;
  readonly #graphs: Omit<NetworkGraphs, 'trials'>;
  readonly #layout: Layout;
  readonly #start: readonly LayerArrays[] | undefined;
  readonly #optimizers: Readonly<Record<Stage['kind'], AdamOptimizer>>;
  readonly #fixed: Arrays;
  readonly #samples = new Map<number, Samples>();
  readonly #outputs = new Map<number, LayerOutput>();
  readonly #unseen: ValidationSamples;
  readonly #unshared = new Unshared();

  constructor(network: UnrolledNetwork, plan: Plan, streams: Streams, start: Weights | undefined) {
    this.#settings = plan;
    this.#scenario = scenarioIn(plan);
    this.#streams = streams;
    const { real } = preamblesOf(this.#scenario);
    const { L, N, M } = this.#scenario;
    this.#start = start && widened(network.nested(), start, real, { L, N, M });
    const { groups, layers, batch } = this.#settings;
    const [fixed, learned] = [network.fixed(real), network.initial(real)];
    this.#graphs = { network, L, N, M, groups, precision: 'float32', fixed, learned };
    this.#layout = new Layout(learned, layers);
    this.#fixed = Object.fromEntries(
      Object.entries(fixed).map(([name, { values }]) => [name, Float32Array.from(values)]),
    );
    this.#unseen = new ValidationSamples(this.#scenario, streams, this.#trialsOf(0));
    this.parts = Math.ceil(batch / samplesOfPart);
    this.arrays = this.#layout.arrays(learnedName);
    this.#optimizers = optimizersOf(this.arrays, this.#settings);
    this.validation = {
      metric: 'nmse',
      samples: this.#unseen.count,
      every: Math.max(validation.every, Math.ceil(plan.steps / validation.measurements)),
      measure: (parameters, step) => {
        const layers = stageOf(step - 1, plan).layer + 1;
        return this.#unseen.nmse(this.#estimatesBy(parameters, layers));
      },
    };
  }

  initialize(parameters: Float32Array): void {
    parameters.set(this.#start ? this.#layout.values(this.#start) : this.#layout.initial());
  }

  descent(step: number): Descent {
    const { kind, layer, step: own } = stageOf(step, this.#settings);
    const { to } = this.#layout.before(layer + 1);
    const from = kind === 'alone' ? this.#layout.before(layer).to : 0;
    return { optimizer: this.#optimizers[kind], step: own, span: { from, to } };
  }

  async gradient(step: number, part: number, parameters: Float32Array, out: Float32Array): Promise<number> {
    const { kind, layer } = stageOf(step, this.#settings);
    const samples = await this.#samplesOf(step, part);
    if (kind === 'alone') return this.#aloneGradient(layer, part, samples, parameters, out);
    return this.#jointGradient(layer, part, samples, parameters, out);
  }

  /** The parameters, or those that a nested start began with where they have a smaller error on samples that are not trained on. */
  async weights(trained: Float32Array): Promise<Weights> {
    const ended = await this.#measured(trained);
    const begun = this.#start && (await this.#measured(Float32Array.from(this.#layout.values(this.#start))));
    const { parameters, decisions: thresholds, outputs: layers } = begun && begun.nmse < ended.nmse ? begun : ended;
    const { theta, ...others } = this.#layout.weights(parameters);
    const shape = [this.#settings.layers];
    return inHalfTheSpace({
      ...{ ...others, theta: { ...theta, values: theta.values.map(Math.abs) } },
      [decisions]: { shape, values: thresholds },
      [outputs]: { shape, values: layers },
    });
  }

  async #measured(parameters: Float32Array) {
    const measured = await this.#unseen.measure(this.#estimatesBy(parameters, this.#settings.layers));
    return { parameters, ...measured };
  }

  /** What the first layers with these parameters make of samples of the validation. */
  #estimatesBy(parameters: Float32Array, layers: number): Estimates {
    return (samples) => this.#estimates(layers, this.#trialsOf(0), samples, parameters);
  }

  async #aloneGradient(layer: number, part: number, samples: Samples, parameters: Float32Array, out: Float32Array) {
    const session = await aloneSession(this.#graphsOf(part));
    const feeds = { ...this.#fixed, ...samples, X: await this.#outputBefore(layer, part, samples, parameters) };
    // The graph of a layer alone is the same for all layers: its arrays have the names of layer 0.
    const slots = this.#layout.slots(layer);
    const results = await session.run({ ...feeds, ...this.#learnedFeeds(slots, 0, parameters) });
    this.#collect(results, slots, 0, out);
    return Number(results.loss[0]);
  }

  async #jointGradient(last: number, part: number, samples: Samples, parameters: Float32Array, out: Float32Array) {
    const session = await jointSession(this.#graphsOf(part), last + 1);
    const layers = Array.from({ length: last + 1 }, (_, layer) => this.#layout.slots(layer));
    const learned = Object.assign({}, ...layers.map((slots, layer) => this.#learnedFeeds(slots, layer, parameters)));
    const results = await session.run(fitting({ ...this.#fixed, ...samples, ...learned }, session));
    for (const [layer, slots] of layers.entries()) this.#collect(results, slots, layer, out);
    return Number(results.loss[0]);
  }

  /** The learned arrays of a layer under the names that they have in a graph; good until the next call for the same names. */
  #learnedFeeds(slots: readonly Slot[], layer: number, parameters: Float32Array): Arrays {
    return Object.fromEntries(
      slots.map(({ name, from, to }) => {
        const fed = learnedName(name, layer);
        return [fed, this.#unshared.of(fed, parameters.subarray(from, to))];
      }),
    );
  }

  #collect(results: Arrays, slots: readonly Slot[], layer: number, out: Float32Array): void {
    for (const { name, from } of slots) out.set(results[gradientName(name, layer)] as Float32Array, from);
  }

  /** The estimates X that layer `layer` is given for the samples of a part. */
  async #outputBefore(layer: number, part: number, samples: Samples, parameters: Float32Array): Promise<Float32Array> {
    const head = parameters.subarray(0, this.#layout.before(layer).to);
    const known = this.#outputs.get(part);
    if (known && known.samples === samples && equal(known.head, head)) return known.X;
    const X = await this.#estimate(layer, this.#trialsOf(part), samples, parameters);
    if (this.#settings.samples === 'fixed') this.#outputs.set(part, { samples, head: head.slice(), X });
    return X;
  }

  /** What the first layers make of as many samples. */
  async #estimate(layers: number, trials: number, samples: Samples, parameters: Float32Array) {
    let last: Float32Array = new Float32Array(samples.target.length);
    for await (const X of this.#estimates(layers, trials, samples, parameters)) last = X;
    return last;
  }

  /** What each of the first layers makes of them. */
  async *#estimates(layers: number, trials: number, { Y, target }: Samples, parameters: Float32Array) {
    const session = await layerSession({ ...this.#graphs, trials });
    let X: Float32Array = new Float32Array(target.length);
    for (let k = 0; k < layers; k++) {
      const learned = this.#learnedFeeds(this.#layout.slots(k), 0, parameters);
      X = (await session.run({ ...this.#fixed, Y, X, ...learned }))["X'"] as Float32Array;
      yield X;
    }
  }

  async #samplesOf(step: number, part: number): Promise<Samples> {
    const { samples, batch } = this.#settings;
    const first = part * samplesOfPart + (samples === 'fixed' ? 0 : step * batch);
    const known = this.#samples.get(part);
    if (known && samples === 'fixed') return known;
    const drawn = await drawSamples(this.#scenario, first, this.#trialsOf(part), this.#streams);
    this.#samples.set(part, drawn);
    return drawn;
  }

  #graphsOf(part: number): NetworkGraphs {
    return { ...this.#graphs, trials: this.#trialsOf(part) };
  }

  #trialsOf(part: number): number {
    return Math.min(samplesOfPart, this.#settings.batch - part * samplesOfPart);
  }
}

/** What the first layers make of the samples of a part, as long as neither changes. */
interface LayerOutput {
  readonly samples: Samples;
  /** Parameters of these layers. */
  readonly head: Float32Array;
  readonly X: Float32Array;
}

/** Without the arrays that the graph does not depend on: W2 of the first layer of LISTA-GS, which is multiplied by zeros. */
function fitting(feeds: Arrays, { inputs }: Session): Arrays {
  return Object.fromEntries(Object.entries(feeds).filter(([name]) => name in inputs));
}

function equal(a: Float32Array, b: Float32Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

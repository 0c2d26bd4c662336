import type { TrialRange } from '../../../contracts/problem.ts';
import type { Weights } from '../../../contracts/training.ts';
import { type Arrays, cachedSession, input, type Session, type Tensor } from '../../../graph/index.ts';
import { sizeOf } from '../../../graph/shape.ts';
import { remembered } from '../../../unrolling/remembered.ts';
import { feedback } from '../feedback.ts';
import type { FeedbackNetwork, Sizes } from '../feedback-network.ts';
import { type Instance, sampleLength } from '../instance.ts';
import { keptFor } from '../kept.ts';
import { beginning, parametersOf, type Values } from '../learned-arrays.ts';
import type { CsiFeedbackSolver } from '../solver.ts';
import { batchStatistics, withStatistics } from './feedback-training.ts';
import { TrainingSamples } from './samples.ts';
import { type Scheme, type SchemeParameters, type Settings, schemeTraining } from './scheme.ts';

/** Samples that are reconstructed at once. */
const together = 50;

/** The solver that a learned scheme is: with trained weights, or with those that its training begins from. */
export function schemeSolver<S extends Settings, P extends SchemeParameters>(
  scheme: Scheme<S, P>,
): CsiFeedbackSolver<P> {
  return {
    name: scheme.name,
    summary: scheme.summary,
    parameters: scheme.parameters,
    reports: scheme.reports,
    training: schemeTraining(scheme),
    async solve(instance, parameters, observer, weights) {
      const { Na, Nt, M, range, X } = instance;
      const settings = scheme.settings(parameters);
      const sizes: Sizes = { Na, Nt, M };
      const key = `${scheme.name} ${JSON.stringify({ sizes, settings })}`;
      const network = scheme.network(sizes, settings);
      const beginning = () => keptFor(`${key} ${instance.examples.key}`, () => begun(scheme, instance, settings));
      const learned = weights && fitting(network, single(weights));
      const complete = learned && Object.keys(network.arrays).every((name) => name in learned);
      const values = { ...(!complete && (await beginning())), ...learned };
      const halves = new Halves(key, network, values);
      const send = await feedback(
        instance,
        (x, count) => halves.encode(x, count),
        `${key} ${fingerprint(values)}`,
        parameters,
      );
      for (const part of partsOf(range)) {
        const samples = X.subarray(
          sampleLength(instance) * (part.first - range.first),
          sampleLength(instance) * (part.first - range.first + part.count),
        );
        const estimates = await halves.decode(await send(samples, part.count), part.count);
        for (const [t, estimate] of estimates.entries()) {
          observer.solution(scheme.reports === 'final' ? null : t + 1, part, { X: estimate });
        }
      }
    },
  };
}

/** Those of the weights that have the size of the network's arrays: not all where they were learned for another compression. */
function fitting({ arrays }: FeedbackNetwork, values: Values): Values {
  const fits = ([name, { length }]: [string, Float32Array]) =>
    !(name in arrays) || sizeOf(arrays[name].shape) === length;
  return Object.fromEntries(Object.entries(values).filter(fits));
}

/** The values from which training begins, with the statistics that belong to them. */
async function begun<S extends Settings, P extends SchemeParameters>(
  scheme: Scheme<S, P>,
  instance: Instance,
  settings: S,
): Promise<Values> {
  const { Na, Nt, M, streams } = instance;
  const samples = new TrainingSamples(instance, streams);
  const network = await scheme.begun(samples, { Na, Nt, M }, settings, streams);
  const values = beginning(network.arrays, streams);
  return { ...values, ...((await batchStatistics(network, samples)(values)) as Values) };
}

const single = remembered(
  (weights: Weights): Values =>
    Object.fromEntries(Object.entries(weights).map(([name, { values }]) => [name, Float32Array.from(values)])),
);

/** Tells weights of different trainings apart. */
function fingerprint(values: Values): string {
  return Object.values(values)
    .map((array) => `${array[0]} ${array[array.length - 1]}`)
    .join(' ');
}

function* partsOf({ first, count }: TrialRange): Generator<TrialRange> {
  for (let done = 0; done < count; done += together) {
    yield { first: first + done, count: Math.min(together, count - done) };
  }
}

/** What the user computes, and what the base station computes, with given values of the learned arrays. */
class Halves {
  readonly #key: string;
  readonly #network: FeedbackNetwork;
  readonly #values: Values;

  constructor(key: string, network: FeedbackNetwork, values: Values) {
    this.#key = key;
    this.#network = network;
    this.#values = values;
  }

  /** Codewords [count, M] of samples [count, 2, Na, Nt]. */
  async encode(X: Float32Array, count: number): Promise<Float32Array> {
    const { sizes } = this.#network;
    const session = await this.#session(`encode ${count}`, (arrays) => ({
      s: this.#network.encode(input('x', [count, 2, sizes.Na, sizes.Nt]), arrays),
    }));
    return (await this.#run(session, { x: X })).s as Float32Array;
  }

  /** The estimates of every iteration, each [count, 2, Na, Nt], from codewords [count, M]. */
  async decode(s: Float32Array, count: number): Promise<Float32Array[]> {
    const session = await this.#session(`decode ${count}`, (arrays) => {
      const estimates = this.#network.decode(input('s', [count, this.#network.sizes.M]), arrays);
      return Object.fromEntries(estimates.map((estimate, t) => [`estimate${t}`, estimate]));
    });
    const results = await this.#run(session, { s });
    return Object.keys(session.outputs).map((_, t) => results[`estimate${t}`] as Float32Array);
  }

  #session(what: string, build: (arrays: Record<string, Tensor>) => Record<string, Tensor>): Promise<Session> {
    return cachedSession(`${this.#key} ${what}`, () => build(parametersOf(withStatistics(this.#network))));
  }

  #run(session: Session, given: Arrays): Promise<Arrays> {
    const needed = Object.entries(this.#values).filter(([name]) => name in session.inputs);
    return session.run({ ...Object.fromEntries(needed), ...given });
  }
}

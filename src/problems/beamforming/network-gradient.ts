import { type ComplexMatrix, type Group, type Lanes, load } from '../../lanes/index.ts';
import { type ComplexValue, compile, type RealValue, type TapeProgram } from '../../lanes/tape/index.ts';
import type { Streams } from '../../random/streams.ts';
import type { Instance } from './instance.ts';
import { partsOf, type TrainingScenario, trainingInstance } from './training-batches.ts';

/** A recorded network that starts at beamformers V0 (M x K d) for the channels H (K N x M), with the loss of each channel. */
export interface TrainableNetwork {
  readonly H: ComplexValue;
  readonly V0: ComplexValue;
  readonly loss: RealValue;
}

/** The mean loss of a network over the batch of a training step and its gradient, part by part: as many channels as lanes. */
export class NetworkGradient {
  readonly parts: number;
  /** Real numbers in the network's parameters. */
  readonly size: number;
  readonly #lanes: Lanes;
  readonly #plan: TrainingScenario;
  readonly #streams: Streams;
  readonly #network: TrainableNetwork;
  readonly #program: TapeProgram;
  readonly #start: (V0: ComplexMatrix, instance: Instance, group: Group) => void;

  /** @param start writes V0 of the trials of a group */
  constructor(
    lanes: Lanes,
    plan: TrainingScenario,
    streams: Streams,
    network: TrainableNetwork,
    start: (V0: ComplexMatrix, instance: Instance, group: Group) => void,
  ) {
    this.#lanes = lanes;
    this.#plan = plan;
    this.#streams = streams;
    this.#network = network;
    this.#program = compile(network.H.tape, { loss: network.loss });
    this.#start = start;
    this.parts = partsOf(plan.batch, lanes.width);
    this.size = this.#program.parameterCount;
  }

  /** Writes the part's share of the gradient, and behind it its share of the mean loss. */
  evaluate(step: number, part: number, parameters: Float64Array, out: Float64Array): void {
    const { width } = this.#lanes;
    const instance = trainingInstance(this.#plan, this.#streams, { step, part, width });
    const group = { first: 0, count: instance.range.count };
    load(this.#program.value(this.#network.H), instance.H, group);
    this.#start(this.#program.value(this.#network.V0), instance, group);
    this.#program.setParameters(parameters);
    this.#program.weigh(group.count, 1 / this.#plan.batch);
    this.#program.clearGradients();
    this.#program.forward();
    this.#program.backward();
    this.#program.readGradients(out);
    out[this.size] = this.#loss(group.count);
  }

  #loss(count: number): number {
    const losses = this.#program.value(this.#network.loss);
    let sum = 0;
    for (let lane = 0; lane < count; lane++) sum += losses.get(lane);
    return sum / this.#plan.batch;
  }
}

import type { TrialRange } from '../contracts/scenario.ts';
import { type ComplexMatrix, type Group, type Lanes, load } from '../lanes/index.ts';
import { type ComplexValue, compile, type RealValue, type TapeProgram } from '../lanes/tape/index.ts';
import type { Vector } from '../optimizers/memory.ts';
import type { Downlink } from './downlink.ts';

/** A recorded network that starts at beamformers V0 (M x K d) for the channels H (K N x M, B of them), with the loss of each channel. */
export interface TrainableNetwork {
  readonly H: ComplexValue;
  readonly V0: ComplexValue;
  readonly loss: RealValue;
}

/** What a training makes of a network. */
export interface GradientSettings<D extends Downlink = Downlink> {
  /** Channels a step. */
  readonly batch: number;
  /** The channels of a range of the training's trials, which step after step takes from 0 on. */
  readonly draw: (range: TrialRange) => D;
  /**
   * Groups of lanes a part. A part handles every parameter once: the more parameters, the longer it should be; but threads can
   * share no more parts than there are.
   */
  readonly groups: number;
  /** Writes V0 of the trials of a group. */
  readonly start: (V0: ComplexMatrix, instance: D, group: Group) => void;
}

/** The mean loss of a network over the batch of a training step and its gradient, part by part. */
export class NetworkGradient<D extends Downlink = Downlink> {
  readonly parts: number;
  /** Real numbers in the network's parameters. */
  readonly size: number;
  readonly #lanes: Lanes;
  readonly #settings: GradientSettings<D>;
  readonly #network: TrainableNetwork;
  readonly #program: TapeProgram;

  constructor(lanes: Lanes, network: TrainableNetwork, settings: GradientSettings<D>) {
    this.#lanes = lanes;
    this.#settings = settings;
    this.#network = network;
    this.#program = compile(network.H.tape, { loss: network.loss });
    this.parts = Math.ceil(settings.batch / (lanes.width * settings.groups));
    this.size = this.#program.parameterCount;
  }

  /** Writes the part's share of the gradient and returns its share of the mean loss. */
  evaluate(step: number, part: number, parameters: Vector, out: Vector): number {
    const { batch, draw, groups } = this.#settings;
    const width = this.#lanes.width * groups;
    const instance = draw({ first: step * batch + part * width, count: Math.min(width, batch - part * width) });
    this.#program.setParameters(parameters);
    this.#program.clearGradients();
    let loss = 0;
    for (const group of this.#lanes.groups(instance.range.count)) {
      this.#program.weigh(group.count, 1 / batch);
      this.#forward(instance, group);
      this.#program.backward();
      loss += this.#sumOfLosses(group.count) / batch;
    }
    this.#program.readGradients(out);
    return loss;
  }

  /** The mean loss over given channels. */
  meanLoss(instance: D, parameters: Vector): number {
    this.#program.setParameters(parameters);
    let sum = 0;
    for (const group of this.#lanes.groups(instance.range.count)) {
      this.#forward(instance, group);
      sum += this.#sumOfLosses(group.count);
    }
    return sum / instance.range.count;
  }

  #forward(instance: D, group: Group): void {
    load(this.#program.value(this.#network.H), instance.H, group);
    this.#settings.start(this.#program.value(this.#network.V0), instance, group);
    this.#program.forward();
  }

  #sumOfLosses(count: number): number {
    const losses = this.#program.value(this.#network.loss);
    let sum = 0;
    for (let lane = 0; lane < count; lane++) sum += losses.get(lane);
    return sum;
  }
}

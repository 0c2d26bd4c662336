import type { Shape } from '../../../downlink/downlink.ts';
import { PowerProjection } from '../../../downlink/power.ts';
import type { Start } from '../../../downlink/start.ts';
import { gradientOperations } from '../../../downlink/sum-rate-gradient.ts';
import {
  adamOperations,
  add,
  type ComplexMatrix,
  copy,
  type Group,
  type Lanes,
  type Program,
  type RealMatrix,
  scale,
} from '../../../lanes/index.ts';
import { LaneAdam } from '../../../optimizers/lanes.ts';
import type { Ascent } from '../ascent/ascent.ts';
import { Climber } from '../ascent/climber.ts';
import type { Instance } from '../instance.ts';
import { LstmLayer } from './lstm-layer.ts';
import { type Architecture, type Network, networkOf } from './network.ts';
import { fromRows, toRows } from './rows.ts';
import { readTheta } from './theta-file.ts';

export interface LagdParameters extends Architecture {
  readonly iterations: number;
  readonly variant: 'anchored' | 'iterated';
  readonly learningRate: number;
  readonly sigma2: number;
  readonly theta: string;
  readonly start: Start;
}

/**
 * Learning-aided gradient descent, Algorithm 1 of the paper: in iteration k a network moves V, and Adam moves the network's
 * parameters along the gradient of the rate that this gave,
 *
 *     V_{k+1} = Omega(B_k + c G_theta_k(c g_k)),   theta_{k+1} = theta_k + Adam(d F(V_{k+1}) / d theta_k),
 *
 * with (B_k, g_k) = (V_k, grad F(V_k)) for the variant `iterated`, as printed, and always (V_0, grad F(V_0)) for `anchored`, the
 * published code's form. Nothing is propagated back into B_k and g_k. The factors c = 1 / sqrt(sigma2) show the network a V of
 * the size that it has at noise power `sigma2`: learning rates and first weights are no pure numbers.
 */
export class Lagd implements Ascent {
  readonly V: ComplexMatrix;
  readonly rate: RealMatrix;
  readonly known: Readonly<Record<string, number>>;
  readonly #instance: Instance;
  readonly #climber: Climber;
  readonly #network: Network;
  readonly #adam: LaneAdam<RealMatrix>;
  readonly #givenTheta: Float64Array | undefined;
  readonly #cells: readonly LstmLayer[];
  readonly #base: ComplexMatrix;
  readonly #nextInput: RealMatrix;
  readonly #c: RealMatrix;
  readonly #projection: PowerProjection;
  readonly #iteration: Program;

  constructor(lanes: Lanes, instance: Instance, parameters: LagdParameters) {
    const { M, K, d, P } = instance;
    this.#instance = instance;
    this.#climber = new Climber(lanes, instance, parameters.start);
    this.V = this.#climber.V;
    this.rate = this.#climber.rate;
    this.#network = networkOf(lanes, parameters, K * d, 2 * M);
    const { theta, layers } = this.#network;
    this.known = {
      operations: parameters.iterations * lagdOperations(instance, this.#network),
      weights: theta.size,
    };
    this.#adam = new LaneAdam(theta.value, { rate: { kind: 'constant', rate: parameters.learningRate } });
    this.#givenTheta = parameters.theta === 'random' ? undefined : readTheta(parameters.theta, theta.specs);
    this.#cells = layers.filter((layer) => layer instanceof LstmLayer);
    this.#base = lanes.complex(M, K * d);
    this.#nextInput = lanes.real(K * d, 2 * M);
    this.#c = lanes.constant(1 / Math.sqrt(parameters.sigma2));
    this.#projection = new PowerProjection(this.V, P);
    this.#iteration = lanes.specialise(() => {
      this.#moveV();
      this.#climber.evaluate();
      this.#takeInput(this.#nextInput);
      this.#learn();
      if (parameters.variant === 'iterated') this.#moveOn();
    });
  }

  start(group: Group): void {
    const { theta, input } = this.#network;
    if (this.#givenTheta) theta.fill(this.#givenTheta);
    else theta.draw(this.#instance, group);
    this.#adam.restart();
    for (const cell of this.#cells) cell.restart();
    this.#climber.start(group);
    this.#takeInput(input);
    copy(this.#base, this.V);
  }

  move(): void {
    this.#adam.advance();
    this.#iteration.run();
  }

  /** X = c grad F(V), as rows. */
  #takeInput(X: RealMatrix): void {
    toRows(X, this.#climber.gradient);
    scale(X, this.#c, X);
  }

  #moveV(): void {
    const { layers, output } = this.#network;
    for (const layer of layers) layer.forward();
    fromRows(this.V, output.value);
    scale(this.V, this.#c, this.V);
    add(this.V, this.V, this.#base);
    this.#projection.project(this.V);
  }

  /** Propagates grad F(V) back to theta, and moves theta. */
  #learn(): void {
    const { theta, layers, output } = this.#network;
    this.#projection.pullBack(this.#climber.gradient);
    this.#takeInput(output.gradient);
    for (const layer of layers.toReversed()) layer.backward();
    this.#adam.move(theta.gradient);
    for (const cell of this.#cells) cell.remember();
  }

  /** Makes the present V and its gradient those of the next iteration. */
  #moveOn(): void {
    copy(this.#network.input, this.#nextInput);
    copy(this.#base, this.V);
  }
}

/**
 * Real operations of an iteration: the network forward and backward, Adam on theta, a gradient of the rate, and for V what is added,
 * scaled, projected and propagated back.
 */
export function lagdOperations(shape: Shape, { theta, layers }: Network): number {
  const network = layers.reduce((sum, { flops }) => sum + flops, adamOperations * theta.size);
  return network + gradientOperations(shape) + 24 * shape.M * shape.K * shape.d;
}

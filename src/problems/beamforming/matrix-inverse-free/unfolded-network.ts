import { add, type ComplexValue, type RealValue, scale, sigmoid, type Tape } from '../../../lanes/tape/index.ts';
import { type NetworkShape, type StepParameters, UnfoldedUpdates } from './unfolded-updates.ts';

/** What a recording of the network takes and gives. */
export interface UnfoldedNetwork {
  /** The channels H_1 ... H_K stacked, K N x M. */
  readonly H: ComplexValue;
  /** The initial V, M x K d, of power P. */
  readonly V0: ComplexValue;
  /** V after each layer, of power P. */
  readonly V: readonly ComplexValue[];
  /** Minus the weighted sum rates of all layers in nats, eq. (43) for one channel. */
  readonly loss: RealValue;
}

/** Gradient steps of a network, each with its phi, theta and xi. */
export function stepsOf({ Ju, Jv, L }: Pick<NetworkShape, 'Ju' | 'Jv' | 'L'>): number {
  return (Ju + Jv) * L;
}

/**
 * Records the unfolded matrix-inverse-free WMMSE network, Algorithm 2 of Pellaco and Jalden. Its parameters are three rows of
 * one entry a gradient step, layer by layer, the steps on U before those on V: the logits of phi = 2 sigmoid(logit), theta and
 * xi of eqs. (41), (42). All are shared by users and channels.
 *
 * Both gradients are linear in their variable, so residuals follow the same recursion as the variables: with R = F V - B a step
 * needs the one product F G.
 */
export function recordUnfoldedNetwork(tape: Tape, shape: NetworkShape): UnfoldedNetwork {
  const { M, K, N, d, L, Ju, Jv } = shape;
  const H = tape.complexInput(K * N, M);
  const V0 = tape.complexInput(M, K * d);
  const steps = stepParameters(tape, stepsOf(shape));
  const updates = new UnfoldedUpdates(tape, shape, H);
  let receive = updates.receive(V0);
  let U = updates.initialU(receive);
  let W = updates.initialW(U, receive);
  let V = V0;
  const outputs: ComplexValue[] = [];
  const rates: RealValue[] = [];
  for (let layer = 0; layer < L; layer++) {
    const first = layer * (Ju + Jv);
    let residual: ComplexValue;
    [U, residual] = updates.stepsOnU(U, W, receive, steps.slice(first, first + Ju));
    W = updates.schulz(updates.normalized(W, updates.error(U, residual, receive)));
    V = updates.stepsOnV(V, U, W, steps.slice(first + Ju, first + Ju + Jv));
    receive = updates.receive(V);
    outputs.push(V);
    rates.push(updates.weightedSumRate(receive));
  }
  return {
    H,
    V0,
    V: outputs,
    loss: scale(
      tape.constant(-1),
      rates.reduce((a, b) => add(a, b)),
    ),
  };
}

function stepParameters(tape: Tape, count: number): StepParameters[] {
  const [logits, thetas, xis] = Array.from({ length: 3 }, () => tape.realParameter(1, count));
  const phis = scale(tape.constant(2), sigmoid(logits));
  return Array.from({ length: count }, (_, step) => {
    const of = (row: RealValue) => row.columnRange(step, 1);
    return { phi: of(phis), theta: of(thetas), xi: of(xis) };
  });
}

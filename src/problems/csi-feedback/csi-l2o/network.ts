import { gemm, scope, type Tensor } from '../../../graph/index.ts';
import { type FeedbackNetwork, meanSquare, rowsOf, type Sizes, sampleSize, samplesOf } from '../feedback-network.ts';
import { type Beginning, constantly, prefixed, within } from '../learned-arrays.ts';
import { coordinateLstm, coordinateLstmArrays } from './coordinate-lstm.ts';
import { iterated } from './iterations.ts';
import { transformArrays, transformed } from './transform.ts';

/** How Csi-L2O is built and trained, where the paper leaves it open. */
export interface CsiL2oSettings {
  /** Iterations T; 10 by the paper's operation counts. */
  readonly iterations: number;
  /**
   * What the transformations do to v, the mixed gradient step: `residual` adds f_i(top G(f_t(v))) to it, our reading, which trains;
   * `printed` puts it in place of v, which stays near zero.
   */
  readonly reading: 'residual' | 'printed';
  /** Weight beta of the round trip in the loss, eq. (11). */
  readonly roundTrip: number;
  /** Weight of the first iteration's error in the loss; it rises evenly to 1 at the last. With 0 at every one but the last: eq. (11). */
  readonly firstWeight: number;
  /** Factor of the learning rate of W. */
  readonly projectionRate: number;
}

/**
 * Csi-L2O, Section III: a learned projection W without a bias at the user; at the base station T iterations of eq. (19), whose
 * parameters come from a coordinate-wise LSTM and whose proximal operator is the learned transformation of the rows of H''.
 * @param projection how W [M, 2 Na Nt] begins: rows of length 1 at right angles, so that the step 1 / ||W||^2 begins as 1
 */
export function csiL2o(sizes: Sizes, projection: Beginning, settings: CsiL2oSettings): FeedbackNetwork {
  const { Na, Nt, M } = sizes;
  const n = sampleSize(sizes);
  const network: FeedbackNetwork = {
    sizes,
    arrays: {
      W: { shape: [M, n], begin: projection },
      step: { shape: [], begin: constantly(1) },
      ...prefixed('steps', coordinateLstmArrays()),
      ...transformArrays(2 * Nt),
    },
    rateFactors: { W: settings.projectionRate, step: 0 },
    codewordArrays: ['W'],
    encode: (x, { W }) => scope('encoder', () => gemm(x.reshape([-1, n]), W, { transposeB: true })),
    decode(s, arrays) {
      const transform = (v: Tensor) => transformed(rowsOf(v, sizes), arrays);
      const proximal = (v: Tensor) => {
        const update = samplesOf(transform(v), sizes).reshape([-1, n]);
        return settings.reading === 'residual' ? v.add(update) : update;
      };
      const lstm = coordinateLstm(within('steps', arrays));
      const estimates = iterated({ s, W: arrays.W, step: arrays.step, lstm, proximal }, settings.iterations);
      return estimates.map((x) => x.reshape([-1, 2, Na, Nt]));
    },
    loss(x, arrays) {
      const { iterations, firstWeight, roundTrip, reading } = settings;
      const errors = network.decode(network.encode(x, arrays), arrays).map((estimate) => meanSquare(x, estimate));
      const weights = errors.map((_, t) => weightOf(t, iterations, firstWeight));
      const weighed = errors.flatMap((error, t) => (weights[t] === 0 ? [] : [error.mul(weights[t])]));
      const reconstruction = weighed.reduce((sum, error) => sum.add(error));
      if (roundTrip === 0) return reconstruction;
      // With the residual a channel that the transformations leave as it is is one to which they add nothing.
      const trip = transformed(rowsOf(x, sizes), arrays);
      const error = reading === 'residual' ? trip : trip.sub(rowsOf(x, sizes));
      return reconstruction.add(error.square().mean().mul(roundTrip));
    },
  };
  return network;
}

function weightOf(t: number, iterations: number, first: number): number {
  if (t === iterations - 1) return 1;
  return first === 0 ? 0 : first + ((1 - first) * t) / (iterations - 1);
}

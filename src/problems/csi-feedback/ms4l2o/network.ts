import { gemm, scope } from '../../../graph/index.ts';
import { coordinateLstm, coordinateLstmArrays } from '../csi-l2o/coordinate-lstm.ts';
import { iterated } from '../csi-l2o/iterations.ts';
import { type FeedbackNetwork, meanSquare, type Sizes, sampleSize } from '../feedback-network.ts';
import { type Beginning, constantly, prefixed, within } from '../learned-arrays.ts';

export interface Ms4l2oSettings {
  readonly iterations: number;
  /** Weight of the l1 norm in the objective 1/2 ||s - W x||^2 + lambda ||x||_1, with ||W||_2 = 1. */
  readonly lambda: number;
  /** What training makes small on average over the iterations: the squared error, or that objective, as in the code of MS4L2O. */
  readonly objective: 'error' | 'lasso';
  /** The gradient step that the preconditioner p, in (0, 2), multiplies, for ||W||_2 = 1; default 1. */
  readonly step?: number;
}

/**
 * MS4L2O (Liu, Chen, Wang, Yin and Cai) on the angular-delay channel itself: iterations of eq. (19) whose proximal operator is the soft
 * threshold lambda p of the l1 norm, with parameters from a coordinate-wise LSTM, for a Gaussian W that is not learned. Only the LSTM
 * and its heads are, 5805 numbers, which serve any such W. 8 M n operations an iteration, and 6100 products a coordinate.
 *
 * With momentum m = a b a direction in which W^T W has the eigenvalue e is stable for p step e < 2 (1 + m) / (1 + 2 m): 4/3 at m = 1, where
 * training brings it, and not 2 as without momentum.
 * @param projection W [M, n], of norm 1
 */
export function ms4l2o(sizes: Sizes, projection: Beginning, settings: Ms4l2oSettings): FeedbackNetwork {
  const { Na, Nt, M } = sizes;
  const n = sampleSize(sizes);
  const { iterations, lambda, objective, step: length = 1 } = settings;
  const network: FeedbackNetwork = {
    sizes,
    arrays: {
      W: { shape: [M, n], begin: projection },
      step: { shape: [], begin: constantly(length) },
      ...prefixed('steps', coordinateLstmArrays()),
    },
    rateFactors: { W: 0, step: 0 },
    codewordArrays: ['W'],
    drawnArrays: ['W'],
    encode: (x, { W }) => scope('encoder', () => gemm(x.reshape([-1, n]), W, { transposeB: true })),
    decode(s, { W, step, ...arrays }) {
      const lstm = coordinateLstm(within('steps', arrays));
      const proximal: Parameters<typeof iterated>[0]['proximal'] = (v, p) => v.softThreshold(p.mul(step).mul(lambda));
      return iterated({ s, W, step, lstm, proximal }, iterations).map((x) => x.reshape([-1, 2, Na, Nt]));
    },
    loss(x, arrays) {
      const s = network.encode(x, arrays);
      const losses = network.decode(s, arrays).map((estimate) => {
        if (objective === 'error') return meanSquare(x, estimate);
        const flat = estimate.reshape([-1, n]);
        const misfit = gemm(flat, arrays.W, { transposeB: true, c: s, beta: -1 });
        return misfit.square().sum().mul(0.5).add(flat.abs().sum().mul(lambda)).div(x.size);
      });
      return losses.reduce((sum, loss) => sum.add(loss)).div(iterations);
    },
  };
  return network;
}

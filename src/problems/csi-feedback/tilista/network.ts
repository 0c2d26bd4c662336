import { gemm, scope, type Tensor } from '../../../graph/index.ts';
import { type FeedbackNetwork, meanSquare, rowsOf, type Sizes, sampleSize, samplesOf } from '../feedback-network.ts';
import { type Beginning, constantly, type LearnedArrays, type Tensors } from '../learned-arrays.ts';
import { orthonormalRows } from '../shaped-rows.ts';

/** How TiLISTA is built and trained, where the sources leave it open. */
export interface TiListaSettings {
  /** Iterations T, one layer of the network each; 10 by the paper's operation counts. */
  readonly iterations: number;
  /** Weight of the round trip x - f_i(f_t(x)) in the loss. */
  readonly roundTrip: number;
}

/** Features of a row of H'': 2 x 64 x 256 numbers for both transformations are what the paper counts. */
const features = 256;

/**
 * TiLISTA, Wang, Chen, Yin and Wang, IEEE Commun. Lett. 24(7), 2020: a learned projection W at the user; at the base station T iterations
 *     u = x - gamma_t W^T (W x - s), x = F_i soft(F_t u, theta_t)
 * from x = W^T s, with a step and a threshold of their own and one pair of linear transformations of the rows of H'' for all. F_t
 * begins with orthonormal columns and F_i as its transpose, so that nothing is lost between them, gamma as 1 and theta as 0.01.
 * 4 M n + 32 768 Na operations a sample and iteration, n = 2 Na Nt.
 * @param projection how W [M, n] begins
 */
export function tiLista(sizes: Sizes, projection: Beginning, settings: TiListaSettings): FeedbackNetwork {
  const { Na, Nt, M } = sizes;
  const n = sampleSize(sizes);
  const { iterations, roundTrip } = settings;
  const network: FeedbackNetwork = {
    sizes,
    arrays: tiListaArrays(2 * Nt, M, n, projection, iterations),
    rateFactors: { W: 0.2 },
    codewordArrays: ['W'],
    encode: (x, { W }) => scope('encoder', () => gemm(x.reshape([-1, n]), W, { transposeB: true })),
    decode(s, a) {
      const [gammas, thetas] = [a.gamma, a.theta].map((all) => all.split(0, Array(iterations).fill(1)));
      let x = gemm(s, a.W);
      return gammas.map((gamma, t) =>
        scope(`iteration${t + 1}`, () => {
          const residual = gemm(x, a.W, { transposeB: true, alpha: -1, c: s });
          const u = gemm(residual.mul(gamma), a.W, { c: x });
          const sparse = gemm(rowsOf(u, sizes), a.Ft, { transposeB: true }).softThreshold(thetas[t].abs());
          const estimate = samplesOf(gemm(sparse, a.Fi, { transposeB: true }), sizes);
          x = estimate.reshape([-1, n]);
          return estimate;
        }),
      );
    },
    loss(x, a) {
      const reconstruction = meanSquare(x, network.decode(network.encode(x, a), a).at(-1) as Tensor);
      return roundTrip === 0 ? reconstruction : reconstruction.add(tripError(rowsOf(x, { Na, Nt }), a).mul(roundTrip));
    },
  };
  return network;
}

function tripError(rows: Tensor, { Ft, Fi }: Tensors): Tensor {
  const trip = gemm(gemm(rows, Ft, { transposeB: true }), Fi, { transposeB: true });
  return trip.sub(rows).square().mean();
}

function tiListaArrays(
  rowLength: number,
  M: number,
  n: number,
  projection: Beginning,
  iterations: number,
): LearnedArrays {
  let frame: Float32Array | undefined;
  /** rowLength orthonormal vectors of `features` entries: the columns of F_t, the rows of F_i. */
  const columns = (random: () => number) => {
    frame ??= orthonormalRows(Float32Array.from({ length: rowLength * features }, random), rowLength);
    return frame;
  };
  return {
    W: { shape: [M, n], begin: projection },
    Ft: {
      shape: [features, rowLength],
      begin: (out, stream) => {
        const rows = columns(() => stream.normal());
        out.set(out.map((_, i) => rows[(i % rowLength) * features + Math.floor(i / rowLength)]));
      },
    },
    Fi: { shape: [rowLength, features], begin: (out, stream) => out.set(columns(() => stream.normal())) },
    gamma: { shape: [iterations], begin: constantly(1) },
    theta: { shape: [iterations], begin: constantly(0.01) },
  };
}

import { type Measurement, metricOf, type OfV, type Room } from '../../../downlink/measuring.ts';
import { SumRateGradient } from '../../../downlink/sum-rate-gradient.ts';
import {
  addScaled,
  divide,
  innerProduct,
  type RealMatrix,
  sqrt,
  squaredNorm,
  sum,
  times,
} from '../../../lanes/index.ts';

/** A station with less than this part of P counts as one that keeps power back: its multiplier is then 0. */
const atPower = 1 - 1e-6;

/**
 * How far V is from a stationary point of the problem: with G_b the gradient of the weighted sum rate F with respect to the beamformers
 * V_b of station b and R_b = G_b - 2 mu_b V_b, ||R||_F ||V||_F / F, by how much of itself F would grow to first order for every
 * relative change of V. The multiplier is the best one that the conditions of Karush, Kuhn and Tucker allow:
 * 2 mu_b = max(0, Re <G_b, V_b> / <V_b, V_b>) where the station spends P, else 0.
 */
function prepare({ instance, lanes, H, V }: Room & OfV): Measurement {
  const { B, P } = instance;
  const rate = new SumRateGradient(instance, H, V, 1);
  const G = lanes.complex(V.rows, V.cols);
  const [gradients, beams] = [G, V].map((matrix) => matrix.columnBlocks(V.cols / B));
  const powers = lanes.scalar(B);
  const along = lanes.scalar(B);
  const spent = lanes.scalar();
  const result = lanes.scalar();
  const toMultipliers = () => {
    for (let b = 0; b < B; b++) {
      for (let lane = 0; lane < lanes.width; lane++) {
        const own = powers.get(lane, 0, 0, b);
        const multiplier = own < atPower * P ? 0 : Math.max(0, along.get(lane, 0, 0, b) / own);
        along.set(-multiplier, lane, 0, 0, b);
      }
    }
  };
  return (): RealMatrix => {
    rate.evaluate(G);
    squaredNorm(powers, beams);
    innerProduct(along, gradients, beams);
    toMultipliers();
    addScaled(gradients, along, beams);
    squaredNorm(result, G);
    sum(spent, powers);
    times(result, result, spent);
    sqrt(result, result);
    divide(result, result, rate.value);
    return result;
  };
}

/** Relative stationarity residual: 0 at points that satisfy the first-order conditions, with every station's multiplier. */
export const kkt = metricOf({ name: 'kkt', title: 'Stationarity residual', unit: '1', of: 'V', prepare });

import {
  addScaled,
  divide,
  innerProduct,
  multiply,
  multiplySubtract,
  negate,
  scale,
  solveTriangularRight,
  sqrt,
  squaredNorm,
} from '../../../lanes/index.ts';
import { MmseReceiver } from '../receiver.ts';
import { type Measurement, metricOf, type Room } from './measuring.ts';

/**
 * How far V is from a stationary point of problem (3): the gradient of the weighted sum rate, G, without its part along V, over
 * the whole gradient: ||G - (<G, V> / <V, V>) V||_F / ||G||_F. At a stationary point G = mu V, which makes it 0.
 * Half the gradient is G_k = alpha_k H_k^H U_k W_k - sum_m alpha_m H_m^H U_m W_m U_m^H H_m V_k, with the U and W that are
 * optimal for V at noise power sigma^2.
 */
function prepare({ instance, lanes, H, V }: Room): Measurement {
  const { M, K, d, sigma2 } = instance;
  const receiver = new MmseReceiver(instance, H, V);
  const { X, LE, rootAlpha } = receiver;
  const G = lanes.complex(M, K * d);
  const streams = G.columnBlocks(d);
  const XV = lanes.complex(K * d, K * d);
  const along = lanes.scalar();
  const whole = lanes.scalar();
  const result = lanes.scalar();
  return () => {
    receiver.receive(lanes.constant(sigma2));
    solveTriangularRight(streams, X.columnBlocks(d), LE);
    scale(streams, rootAlpha, streams);
    multiply(XV, X.adjoint, V);
    multiplySubtract(G, X, XV);
    squaredNorm(whole, G);
    squaredNorm(result, V);
    innerProduct(along, G, V);
    divide(along, along, result);
    negate(along, along);
    addScaled(G, along, V);
    squaredNorm(result, G);
    divide(result, result, whole);
    sqrt(result, result);
    return result;
  };
}

/** Relative stationarity residual of problem (3): 0 at its stationary points, 1 where the gradient is orthogonal to V. */
export const kkt = metricOf({ name: 'kkt', title: 'Stationarity residual', unit: '1', prepare });

import { type Measurement, metricOf, type OfV, type Room } from '../../../downlink/measuring.ts';
import { SumRateGradient } from '../../../downlink/sum-rate-gradient.ts';
import { addScaled, divide, innerProduct, negate, sqrt, squaredNorm } from '../../../lanes/index.ts';

/**
 * How far V is from a stationary point of problem (3): the gradient of the weighted sum rate, G, without its part along V, over
 * the whole gradient: ||G - (<G, V> / <V, V>) V||_F / ||G||_F. At a stationary point G = mu V, which makes it 0.
 */
function prepare({ instance, lanes, H, V }: Room & OfV): Measurement {
  const rate = new SumRateGradient(instance, H, V, 1);
  const G = lanes.complex(V.rows, V.cols);
  const along = lanes.scalar();
  const whole = lanes.scalar();
  const result = lanes.scalar();
  return () => {
    rate.evaluate(G);
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
export const kkt = metricOf({ name: 'kkt', title: 'Stationarity residual', unit: '1', of: 'V', prepare });

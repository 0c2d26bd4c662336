import { type Shape, ShapeError, sameShape, showShape } from '../shape.ts';
import { commonType, operationWithOutputs, type Tensor, withGradient } from '../tensor.ts';

/** What follows a normalization, elementwise: `scale * x + bias`. */
export interface Affine {
  readonly scale: Tensor;
  readonly bias: Tensor;
}

/**
 * Normalizes every vector along the last axis to mean 0 and variance 1, then scales and shifts its entries.
 * @param affine scale and bias, of the length of the last axis
 */
export function layerNorm(x: Tensor, { scale, bias }: Affine, epsilon = 1e-5): Tensor {
  checkAffine('layerNorm', x, { scale, bias }, x.shape.slice(-1));
  const kept: Shape = [...x.shape.slice(0, -1), 1];
  const [y, mean, inverseDeviation] = operationWithOutputs(
    'LayerNormalization',
    [x, scale, bias],
    [{ shape: x.shape }, { shape: kept, type: 'float32' }, { shape: kept, type: 'float32' }],
    { axis: -1, epsilon: { float: epsilon } },
  );
  return withGradient(y, [x, scale, bias], (d) => {
    const inverse = inverseDeviation.asNumber(x.type);
    const normalized = x.sub(mean.asNumber(x.type)).mul(inverse);
    const dNormalized = d.mul(scale);
    const along = { keepDims: true };
    const correction = normalized.mul(dNormalized.mul(normalized).mean(-1, along)).add(dNormalized.mean(-1, along));
    return [dNormalized.sub(correction).mul(inverse), d.mul(normalized).sumTo(scale.shape), d.sumTo(bias.shape)];
  });
}

/** A batch-normalized tensor and the statistics of its batch, to be averaged for later use without a batch. */
export interface BatchNormalized {
  readonly y: Tensor;
  /** Per channel. No gradient passes. */
  readonly mean: Tensor;
  /** Per channel, biased (divided by the count). No gradient passes. */
  readonly variance: Tensor;
}

/**
 * Normalizes every channel of [batch, channels, ...] by the mean and variance of this batch, then scales and shifts it.
 * @param affine scale and bias, one entry a channel
 */
export function batchNorm(x: Tensor, { scale, bias }: Affine, epsilon = 1e-5): BatchNormalized {
  checkAffine('batchNorm', x, { scale, bias }, x.shape.slice(1, 2));
  const others = x.shape.flatMap((_, axis) => (axis === 1 ? [] : [axis]));
  const average = (tensor: Tensor) => tensor.mean(others, { keepDims: true });
  const mean = average(x);
  const centred = x.sub(mean);
  const variance = average(centred.square());
  const inverseDeviation = variance.add(epsilon).sqrt().reciprocal();
  const factor = inverseDeviation.mul(perChannel(scale, x));
  const y = withGradient(centred.mul(factor).add(perChannel(bias, x)), [x, scale, bias], (d) => {
    const normalized = centred.mul(inverseDeviation);
    const product = d.mul(normalized);
    const correction = normalized.mul(average(product)).add(average(d));
    return [d.sub(correction).mul(factor), product.sum(others), d.sum(others)];
  });
  return { y, mean: mean.reshape([-1]).stopGradient(), variance: variance.reshape([-1]).stopGradient() };
}

/** Batch normalization by statistics found earlier: what a trained network does with single samples. */
export function normalizeChannels(
  x: Tensor,
  { scale, bias }: Affine,
  statistics: { readonly mean: Tensor; readonly variance: Tensor },
  epsilon = 1e-5,
): Tensor {
  checkAffine('normalizeChannels', x, { scale, bias }, x.shape.slice(1, 2));
  const factor = scale.div(statistics.variance.add(epsilon).sqrt());
  const shift = bias.sub(statistics.mean.mul(factor));
  return x.mul(perChannel(factor, x)).add(perChannel(shift, x));
}

/** A vector with one entry a channel, shaped to broadcast over [batch, channels, ...]. */
function perChannel(vector: Tensor, x: Tensor): Tensor {
  return vector.reshape([1, -1, ...x.shape.slice(2).map(() => 1)]);
}

function checkAffine(name: string, x: Tensor, { scale, bias }: Affine, expected: Shape): void {
  commonType(name, [x, scale, bias]);
  for (const [what, tensor] of Object.entries({ scale, bias })) {
    if (!sameShape(tensor.shape, expected)) {
      throw new ShapeError(
        `${name}: ${what} must be ${showShape(expected)} for x ${showShape(x.shape)}, not ${showShape(tensor.shape)}`,
      );
    }
  }
}

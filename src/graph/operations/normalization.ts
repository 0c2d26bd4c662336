import { type Shape, ShapeError, sameShape, showShape } from '../shape.ts';
import { commonType, constant, operation, operationWithOutputs, type Tensor, withGradient } from '../tensor.ts';

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
  const { y, mean, inverseDeviation } = (x.type === 'float64' ? composed : operator)(x, { scale, bias }, epsilon);
  return withGradient(y, [x, scale, bias], (d) => {
    const normalized = x.sub(mean).mul(inverseDeviation);
    const dNormalized = d.mul(scale);
    const along = { keepDims: true };
    const correction = normalized.mul(dNormalized.mul(normalized).mean(-1, along)).add(dNormalized.mean(-1, along));
    return [
      dNormalized.sub(correction).mul(inverseDeviation),
      d.mul(normalized).sumTo(scale.shape),
      d.sumTo(bias.shape),
    ];
  });
}

interface LayerNormalized {
  readonly y: Tensor;
  readonly mean: Tensor;
  readonly inverseDeviation: Tensor;
}

function operator(x: Tensor, { scale, bias }: Affine, epsilon: number): LayerNormalized {
  const shape: Shape = [...x.shape.slice(0, -1), 1];
  const attributes = { axis: -1, epsilon: { float: epsilon } };
  const results = [{ shape: x.shape }, { shape }, { shape }];
  const [y, mean, inverseDeviation] = operationWithOutputs('LayerNormalization', [x, scale, bias], results, attributes);
  return { y, mean, inverseDeviation };
}

/** The same in float64, where ONNX Runtime's operator keeps mean and deviation in float32. */
function composed(x: Tensor, { scale, bias }: Affine, epsilon: number): LayerNormalized {
  const along = { keepDims: true };
  const mean = x.mean(-1, along);
  const inverseDeviation = x.sub(mean).square().mean(-1, along).add(epsilon).sqrt().reciprocal();
  return { y: x.sub(mean).mul(inverseDeviation).mul(scale).add(bias), mean, inverseDeviation };
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
 * Normalizes every channel of [batch, channels, ...] by the mean and variance of this batch, then scales and shifts it. The variance is
 * the mean square less the square of the mean: fit for channels whose mean is not many times their deviation.
 * @param affine scale and bias, one entry a channel
 */
export function batchNorm(x: Tensor, { scale, bias }: Affine, epsilon = 1e-5): BatchNormalized {
  checkAffine('batchNorm', x, { scale, bias }, x.shape.slice(1, 2));
  const others = x.shape.flatMap((_, axis) => (axis === 1 ? [] : [axis]));
  const count = x.size / scale.size;
  const mean = x.mean(others);
  const variance = x.square().mean(others).sub(mean.square()).max(0);
  const y = withGradient(scaledChannels(x, { scale, bias }, { mean, variance }, epsilon), [x, scale, bias], (d) => {
    // dx = factor (d - mean(d) - n mean(d n)) with n the normalized x: a multiple of d and one of x, which takes the fewest passes
    const inverseDeviation = variance.add(epsilon).sqrt().reciprocal();
    const factor = scale.mul(inverseDeviation);
    const sum = d.sum(others);
    const alongNormalized = d.mul(x).sum(others).sub(mean.mul(sum)).mul(inverseDeviation);
    const slope = factor
      .mul(inverseDeviation)
      .mul(alongNormalized)
      .mul(-1 / count);
    const shift = factor
      .mul(sum)
      .mul(-1 / count)
      .sub(slope.mul(mean));
    const dx = d.mul(perChannel(factor, x)).add(affineChannels(x, slope, shift));
    return [dx, alongNormalized, sum];
  });
  return { y, mean: mean.stopGradient(), variance: variance.stopGradient() };
}

/** scale (x - mean) / sqrt(variance + epsilon) + bias in one pass. */
function scaledChannels(x: Tensor, { scale, bias }: Affine, statistics: Statistics, epsilon: number): Tensor {
  // The operator's own epsilon is in single precision.
  const inputs = [
    x,
    scale,
    bias,
    statistics.mean,
    epsilon === 0 ? statistics.variance : statistics.variance.add(epsilon),
  ];
  return operation('BatchNormalization', inputs, { shape: x.shape }, { epsilon: { float: 0 } });
}

/** slope x + shift in one pass, one slope and shift a channel. */
function affineChannels(x: Tensor, slope: Tensor, shift: Tensor): Tensor {
  const channel = (value: number) => constant(value, slope.shape, x.type);
  return scaledChannels(x, { scale: slope, bias: shift }, { mean: channel(0), variance: channel(1) }, 0);
}

/** Mean and variance of every channel. */
export interface Statistics {
  readonly mean: Tensor;
  readonly variance: Tensor;
}

/** Batch normalization by statistics found earlier: what a trained network does with single samples. */
export function normalizeChannels(x: Tensor, { scale, bias }: Affine, statistics: Statistics, epsilon = 1e-5): Tensor {
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

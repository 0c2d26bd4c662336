import { batchNorm, normalizeChannels, type Tensor } from '../../graph/index.ts';
import { constantly, type LearnedArrays, type Tensors, within } from './learned-arrays.ts';

/** Scale and bias of every channel, which follow a normalization. With a scale of 0 nothing passes at first. */
export function normalizationArrays(channels: number, scale = 1): LearnedArrays {
  return { scale: { shape: [channels], begin: constantly(scale) }, bias: { shape: [channels], begin: constantly(0) } };
}

/** Keras's, as CsiNet is built with. */
const epsilon = 1e-3;

/** Normalizes the channels of [batch, channels, height, width] with the arrays under `name/`. */
export type Normalize = (x: Tensor, arrays: Tensors, name: string) => Tensor;

/** By the statistics of the batch at hand, as in training; they are filed as `statistics['name/mean']` and `'name/variance'`. */
export function byBatch(statistics: Record<string, Tensor> = {}): Normalize {
  return (x, arrays, name) => {
    const { scale, bias } = within(name, arrays);
    const { y, mean, variance } = batchNorm(x, { scale, bias }, epsilon);
    statistics[`${name}/mean`] = mean;
    statistics[`${name}/variance`] = variance;
    return y;
  };
}

/** By the statistics of the training samples, which stand beside the learned arrays: `name/mean` and `name/variance`. */
export const byStatistics: Normalize = (x, arrays, name) => {
  const { scale, bias, mean, variance } = within(name, arrays);
  return normalizeChannels(x, { scale, bias }, { mean, variance }, epsilon);
};

import type { Shape } from '../shape.ts';
import type { Tensor } from '../tensor.ts';
import { gemm } from './product.ts';
import { shiftedImages, shiftedRows } from './shifted-rows.ts';
import { concat } from './slicing.ts';

/** Up to this many channels it is faster to write all shifted images out for one product than to make one product an offset. */
const fewChannels = 4;

/**
 * Gradient of the kernels of a convolution with stride 1:
 *     dw[o, c, u, v] = sum over b, i, j of d[b, o, i, j] x[b, c, i + u, j + v].
 * As one product over the shifted copies of whichever of x and d has few channels, else as one product an offset.
 * @param padded x with its zeros, [batch, in, height, width]
 * @param d gradient of the output, [batch, out, height', width']
 * @param shape [out, in, rows, columns]
 */
export function kernelGradient(padded: Tensor, d: Tensor, shape: Shape): Tensor {
  const [out, channels] = shape;
  if (channels <= fewChannels && channels <= out) return fromShiftedInput(padded, d, shape);
  if (out <= fewChannels) return fromShiftedGradient(padded, d, shape);
  return offsetByOffset(padded, d, shape);
}

/** [batch, channels, ...] as [channels, batch ...]. */
function channelRows(x: Tensor): Tensor {
  return x.transpose([1, 0, 2, 3]).reshape([x.shape[1], -1]);
}

function fromShiftedInput(padded: Tensor, d: Tensor, [out, channels, rows, columns]: Shape): Tensor {
  const product = gemm(channelRows(d), shiftedRows(padded, rows, columns), { transposeB: true });
  return product.reshape([out, rows, columns, channels]).transpose([0, 3, 1, 2]);
}

/** With d surrounded by zeros, offsets run backwards over the whole padded image. */
function fromShiftedGradient(padded: Tensor, d: Tensor, [out, channels, rows, columns]: Shape): Tensor {
  const surrounded = d.pad([
    [0, 0],
    [0, 0],
    [rows - 1, rows - 1],
    [columns - 1, columns - 1],
  ]);
  const product = gemm(channelRows(padded), shiftedRows(surrounded, rows, columns), { transposeB: true });
  return product.reshape([channels, rows, columns, out]).reverse(1).reverse(2).transpose([3, 0, 1, 2]);
}

function offsetByOffset(padded: Tensor, d: Tensor, [out, channels, rows, columns]: Shape): Tensor {
  const gradientRows = channelRows(d);
  const products = shiftedImages(padded, rows, columns).map((image) =>
    gemm(gradientRows, image, { transposeB: true }).reshape([1, out * channels]),
  );
  return concat(products, 0).transpose().reshape([out, channels, rows, columns]);
}

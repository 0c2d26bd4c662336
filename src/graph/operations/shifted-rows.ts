import type { Tensor } from '../tensor.ts';
import { concat } from './slicing.ts';

/** All windows of [batch, channels, height, width] under a kernel of rows x columns, one list of rows for each offset. */
export function shiftedImages(padded: Tensor, rows: number, columns: number): Tensor[] {
  const [, channels, height, width] = padded.shape;
  const channelFirst = padded.transpose([1, 0, 2, 3]);
  return Array.from({ length: rows * columns }, (_, offset) => {
    const [u, v] = [Math.floor(offset / columns), offset % columns];
    const window = channelFirst.slice(2, u, u + height - rows + 1).slice(3, v, v + width - columns + 1);
    return window.reshape([channels, -1]);
  });
}

/** The windows below one another, the "im2col" matrix: [rows columns channels, batch height' width']. */
export function shiftedRows(padded: Tensor, rows: number, columns: number): Tensor {
  return concat(shiftedImages(padded, rows, columns), 0);
}

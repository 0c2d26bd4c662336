/** Schemes of Table I; its deep unfolding is TiLISTA here. */
export const orderedSchemes = ['csi-l2o', 'csinet', 'transnet', 'tilista'] as const;

export type OrderedScheme = (typeof orderedSchemes)[number];

/** Rows (delays) and columns (angles) of the channel, and their product: entries, each of two numbers. */
const rows = 32;
const entries = 32 * 32;
const iterations = 10;

/** Dimension of TransNet's attention, d_en and d_de: two numbers for each of 32 angles. */
const attention = 64;

/** Products with f_t or f_i for a whole channel, C_fi, and of the coordinate-wise LSTM for all its numbers, C_LSTM. */
const transformation = rows * (64 * 128 + 128 * 128 + 128 * 256);
const coordinates = 2 * entries * 6100;

/** The sparse transformation of TiLISTA for a whole channel, C_ST. */
const sparse = rows * 64 * 256;

/**
 * The terms of Table I, orders of complexity, as they stand, with the sizes of this paper put in: as if they counted multiply-accumulates
 * of one sample. A bracket that the encoder of TransNet lacks is set as its decoder has it.
 */
export function orderOf(scheme: OrderedScheme, side: 'encoder' | 'decoder', M: number): number {
  return side === 'encoder' ? encoderOrder(scheme, M) : decoderOrder(scheme, M);
}

function encoderOrder(scheme: OrderedScheme, M: number): number {
  const projection = entries * M;
  switch (scheme) {
    case 'csi-l2o':
    case 'tilista':
      return projection;
    case 'csinet':
      return entries * 3 ** 2 * 2 * 2 + projection;
    case 'transnet':
      return 2 * (2 * rows ** 2 * attention + (rows * attention ** 2) / 2 + attention * entries) + projection;
  }
}

function decoderOrder(scheme: OrderedScheme, M: number): number {
  switch (scheme) {
    case 'csi-l2o':
      return iterations * (2 * transformation + coordinates) + entries * M;
    case 'tilista':
      // C_ISTA: products with W and its transpose.
      return iterations * (2 * sparse + 2 * 2 * entries * M);
    case 'csinet':
      return 2 * entries * 3 ** 2 * (2 * 8 + 8 * 16 + 16 * 2) + entries * M;
    case 'transnet':
      return 2 * (4 * rows ** 2 * attention + rows * attention ** 2 + attention * entries) + 2 * entries * M;
  }
}

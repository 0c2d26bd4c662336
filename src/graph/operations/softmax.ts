import { axisOf } from '../shape.ts';
import { operation, Tensor } from '../tensor.ts';

declare module '../tensor.ts' {
  interface Tensor {
    /** exp(x) over its sum along the axis, the last by default. */
    softmax(axis?: number): Tensor;
  }
}

Tensor.prototype.softmax = function (axis = -1) {
  const along = axisOf('softmax', axis, this.shape);
  return operation('Softmax', [this], { shape: this.shape }, { axis: along }, (d, y) => {
    const t = d.mul(y);
    return [t.sub(y.mul(t.sum(along, { keepDims: true })))];
  });
};

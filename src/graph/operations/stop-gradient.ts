import { Tensor } from '../tensor.ts';

declare module '../tensor.ts' {
  interface Tensor {
    /** The same numbers, taken as constants by {@link gradients}. Adds nothing to the model. */
    stopGradient(): Tensor;
  }
}

Tensor.prototype.stopGradient = function () {
  return new Tensor(this.shape, this.type, this.source, this.index);
};

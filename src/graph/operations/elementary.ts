import { constant, operation, Tensor } from '../tensor.ts';

declare module '../tensor.ts' {
  interface Tensor {
    /** |x|; its derivative at 0 is 0. */
    abs(): Tensor;
    /** Square root. The derivative at 0 is taken at the square root of the smallest safe number instead of at infinity. */
    sqrt(): Tensor;
    /** Natural exponential. */
    exp(): Tensor;
    /** Natural logarithm; about five times the cost of exp. */
    log(): Tensor;
    /** x * x */
    square(): Tensor;
    /** 1 / x */
    reciprocal(): Tensor;
    /** Error function. ONNX Runtime has it in float32 only. */
    erf(): Tensor;
    /**
     * x to a fixed power. Exponents -1, 0.5, 1.5, 2 and 3 are composed of products and roots; others use the operator Pow, which
     * is ten times slower and gives NaN for negative x.
     */
    pow(exponent: number): Tensor;
  }
}

/** Smallest divisor: far below what the quantities of a network reach, far above what float32 cannot divide by. */
export const tiny = 1e-12;

Tensor.prototype.abs = function () {
  return operation('Abs', [this], { shape: this.shape }, {}, (d) => [
    d.mul(this.greater(0).asNumber(this.type).sub(this.less(0).asNumber(this.type))),
  ]);
};

Tensor.prototype.sqrt = function () {
  return operation('Sqrt', [this], { shape: this.shape }, {}, (d, y) => [d.mul(0.5).div(y.max(tiny))]);
};

Tensor.prototype.exp = function () {
  return operation('Exp', [this], { shape: this.shape }, {}, (d, y) => [d.mul(y)]);
};

Tensor.prototype.log = function () {
  return operation('Log', [this], { shape: this.shape }, {}, (d) => [d.div(this)]);
};

Tensor.prototype.square = function () {
  return operation('Mul', [this, this], { shape: this.shape }, {}, (d) => [d.mul(2).mul(this)]);
};

Tensor.prototype.reciprocal = function () {
  return operation('Reciprocal', [this], { shape: this.shape }, {}, (d, y) => [d.mul(y.square()).neg()]);
};

Tensor.prototype.erf = function () {
  const scale = 2 / Math.sqrt(Math.PI);
  return operation('Erf', [this], { shape: this.shape }, {}, (d) => [d.mul(this.square().neg().exp()).mul(scale)]);
};

Tensor.prototype.pow = function (exponent) {
  if (exponent === -1) return this.reciprocal();
  if (exponent === 0.5) return this.sqrt();
  if (exponent === 1) return this;
  if (exponent === 1.5) return this.mul(this.sqrt());
  if (exponent === 2) return this.square();
  if (exponent === 3) return this.square().mul(this);
  const power = constant(exponent, [], this.type);
  return operation('Pow', [this, power], { shape: this.shape }, {}, (d) => [
    d.mul(this.pow(exponent - 1)).mul(exponent),
  ]);
};

import { operation, Tensor, withGradient } from '../tensor.ts';

declare module '../tensor.ts' {
  interface Tensor {
    /** max(x, 0) */
    relu(): Tensor;
    /** x where x > 0, else slope * x. */
    leakyRelu(slope?: number): Tensor;
    /** 1 / (1 + exp(-x)) */
    sigmoid(): Tensor;
    /** Hyperbolic tangent. */
    tanh(): Tensor;
    /** log(1 + exp(x)), without overflow. */
    softplus(): Tensor;
    /** x times the standard normal distribution function: `erf` exactly (float32 only), `tanh` in the usual approximation. */
    gelu(form?: 'erf' | 'tanh'): Tensor;
  }
}

/** Ones where x > 0, zeros elsewhere: the derivative of max(x, 0). */
function positive(x: Tensor): Tensor {
  return x.greater(0).asNumber(x.type);
}

Tensor.prototype.relu = function () {
  return operation('Relu', [this], { shape: this.shape }, {}, (d, y) => [d.mul(positive(y))]);
};

/** Brings every magnitude that a network reaches, but zero, above 1. */
const steep = 1e30;

Tensor.prototype.leakyRelu = function (slope = 0.01) {
  return operation('LeakyRelu', [this], { shape: this.shape }, { alpha: { float: slope } }, (d) => {
    // 1 where x > 0 and the slope elsewhere, in two passes instead of four
    const derivative =
      slope >= 0 && slope <= 1
        ? this.mul(steep).clip(slope, 1)
        : positive(this)
            .mul(1 - slope)
            .add(slope);
    return [d.mul(derivative)];
  });
};

Tensor.prototype.sigmoid = function () {
  return operation('Sigmoid', [this], { shape: this.shape }, {}, (d, y) => [d.mul(y.sub(y.square()))]);
};

Tensor.prototype.tanh = function () {
  return operation('Tanh', [this], { shape: this.shape }, {}, (d, y) => [d.sub(d.mul(y.square()))]);
};

Tensor.prototype.softplus = function () {
  const value = this.relu().add(this.abs().neg().exp().add(1).log());
  return withGradient(value, [this], (d) => [d.mul(this.sigmoid())]);
};

Tensor.prototype.gelu = function (form = 'erf') {
  return form === 'erf' ? geluExact(this) : geluTanh(this);
};

/** x Phi(x); derivative Phi(x) + x phi(x). */
function geluExact(x: Tensor): Tensor {
  const Phi = x.mul(Math.SQRT1_2).erf().add(1).mul(0.5);
  return withGradient(x.mul(Phi), [x], (d) => {
    const phi = x
      .square()
      .mul(-0.5)
      .exp()
      .mul(1 / Math.sqrt(2 * Math.PI));
    return [d.mul(Phi.add(x.mul(phi)))];
  });
}

/** x (1 + t) / 2 with t = tanh(c (x + a x^3)). */
function geluTanh(x: Tensor): Tensor {
  const [a, c] = [0.044715, Math.sqrt(2 / Math.PI)];
  const x2 = x.square();
  const half = x2
    .mul(a * c)
    .add(c)
    .mul(x)
    .tanh()
    .add(1)
    .mul(0.5);
  return withGradient(x.mul(half), [x], (d) => {
    // d/dx (1 + t)/2 = 2 h (1 - h) c (1 + 3 a x^2) with h = (1 + t)/2
    const slope = half.sub(half.square()).mul(x2.mul(6 * a * c).add(2 * c));
    return [d.mul(half.add(x.mul(slope)))];
  });
}

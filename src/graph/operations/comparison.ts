import { broadcastShape } from '../shape.ts';
import { commonType, constant, type ElementType, operation, Tensor } from '../tensor.ts';
import { asTensor, elementwise, type Operand } from './arithmetic.ts';

declare module '../tensor.ts' {
  interface Tensor {
    /** Where x > other, as bool; false where either is NaN. No gradient passes. */
    greater(other: Operand): Tensor;
    /** Where x >= other, as bool; false where either is NaN. No gradient passes. */
    greaterOrEqual(other: Operand): Tensor;
    /** Where x < other, as bool; false where either is NaN. No gradient passes. */
    less(other: Operand): Tensor;
    /** Ones and zeros from bool, or numbers in another type. Gradients pass between types that have fractions. */
    asNumber(type: ElementType): Tensor;
    /** Elementwise larger of two; where they are equal the gradient goes to `other`. */
    max(other: Operand): Tensor;
    /** Elementwise smaller of two; where they are equal the gradient goes to `other`. */
    min(other: Operand): Tensor;
    /** Limited to [low, high]; no gradient passes where it is limited. */
    clip(low: number, high: number): Tensor;
  }
}

function compare(name: string, onnxType: string, a: Tensor, b: Tensor): Tensor {
  commonType(name, [a, b]);
  return operation(onnxType, [a, b], { shape: broadcastShape(name, a.shape, b.shape), type: 'bool' });
}

Tensor.prototype.greater = function (other) {
  return compare('greater', 'Greater', this, asTensor(other, this));
};

Tensor.prototype.greaterOrEqual = function (other) {
  return compare('greaterOrEqual', 'GreaterOrEqual', this, asTensor(other, this));
};

Tensor.prototype.less = function (other) {
  return compare('less', 'Less', this, asTensor(other, this));
};

/** Numbers of ONNX's element types. */
export const onnxTypes: Readonly<Record<ElementType, number>> = { float32: 1, int64: 7, bool: 9, float64: 11 };

Tensor.prototype.asNumber = function (type) {
  if (type === this.type) return this;
  const back = (d: Tensor) => [hasFractions(this.type) ? d.asNumber(this.type) : undefined];
  return operation('Cast', [this], { shape: this.shape, type }, { to: onnxTypes[type] }, back);
};

function hasFractions(type: ElementType): boolean {
  return type === 'float32' || type === 'float64';
}

Tensor.prototype.max = function (other) {
  const b = asTensor(other, this);
  return elementwise('max', 'Max', this, b, (d) => shared(d, this.greater(b)));
};

Tensor.prototype.min = function (other) {
  const b = asTensor(other, this);
  return elementwise('min', 'Min', this, b, (d) => shared(d, this.less(b)));
};

/** The gradient where `first` is true, and the gradient elsewhere. */
function shared(gradient: Tensor, first: Tensor): Tensor[] {
  const toFirst = gradient.mul(first.asNumber(gradient.type));
  return [toFirst, gradient.sub(toFirst)];
}

Tensor.prototype.clip = function (low, high) {
  const limits = [low, high].map((limit) => constant(limit, [], this.type));
  return operation('Clip', [this, ...limits], { shape: this.shape }, {}, (d) => {
    const inside = this.greater(low).asNumber(this.type).mul(this.less(high).asNumber(this.type));
    return [d.mul(inside)];
  });
};

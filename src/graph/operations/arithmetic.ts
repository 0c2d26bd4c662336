import { broadcastShape, ShapeError, sameShape, sizeOf } from '../shape.ts';
import { type Contribution, commonType, constant, operation, Tensor } from '../tensor.ts';

/** What stands beside a tensor in arithmetic: another tensor of the same type, or a number. */
export type Operand = Tensor | number;

declare module '../tensor.ts' {
  interface Tensor {
    /** Elementwise sum; shapes broadcast. */
    add(other: Operand): Tensor;
    /** Elementwise difference; shapes broadcast. */
    sub(other: Operand): Tensor;
    /** Elementwise product; shapes broadcast. */
    mul(other: Operand): Tensor;
    /** Elementwise quotient; shapes broadcast. Keep the divisor away from zero with {@link Tensor.max}. */
    div(other: Operand): Tensor;
    /** -x */
    neg(): Tensor;
  }
}

/** The operand as a tensor of the type of `like`. */
export function asTensor(operand: Operand, like: Tensor): Tensor {
  return typeof operand === 'number' ? constant(operand, [], like.type) : operand;
}

type Rule = (gradient: Tensor, output: Tensor) => readonly (Contribution | undefined)[];

/** An elementwise operator of two tensors whose shapes broadcast; the rule's gradients are in the broadcast shape. */
export function elementwise(name: string, onnxType: string, a: Tensor, b: Tensor, rule?: Rule): Tensor {
  const type = commonType(name, [a, b]);
  if (type === 'bool') throw new ShapeError(`${name}: numbers are needed, not ${a} and ${b}`);
  const shape = broadcastShape(name, a.shape, b.shape);
  const [x, y] = [unexpanded(a, b), unexpanded(b, a)];
  const broadcastRule: Rule | undefined =
    rule &&
    ((gradient, output) => {
      const [dx, dy] = rule(gradient, output) as Tensor[];
      return [dx?.sumTo(x.shape), dy?.sumTo(y.shape)];
    });
  return operation(onnxType, [x, y], { shape }, {}, broadcastRule);
}

/** What an Expand started from, where `other` alone already gives the result its shape: saves writing the copies out. */
function unexpanded(tensor: Tensor, other: Tensor): Tensor {
  const { source } = tensor;
  if (source.kind !== 'operation' || source.type !== 'Expand' || source.outputs[0] !== tensor) return tensor;
  const small = source.inputs[0]!;
  return sizeOf(other.shape) > small.size && sameShape(broadcastShape('expand', small.shape, other.shape), other.shape)
    ? small
    : tensor;
}

Tensor.prototype.add = function (other) {
  return elementwise('add', 'Add', this, asTensor(other, this), (d) => [d, d]);
};

Tensor.prototype.sub = function (other) {
  const b = asTensor(other, this);
  return elementwise('sub', 'Sub', this, b, (d) => [d, d.sumTo(b.shape).neg()]);
};

Tensor.prototype.mul = function (other) {
  const b = asTensor(other, this);
  return elementwise('mul', 'Mul', this, b, (d) => [d.mul(b), d.mul(this)]);
};

Tensor.prototype.div = function (other) {
  const b = asTensor(other, this);
  return elementwise('div', 'Div', this, b, (d, y) => {
    const quotient = d.div(b);
    return [quotient, quotient.mul(y).neg()];
  });
};

Tensor.prototype.neg = function () {
  return operation('Neg', [this], { shape: this.shape }, {}, (d) => [d.neg()]);
};

import { axisOf, broadcastShape, checkShape, type Shape, ShapeError, sameShape, showShape, sizeOf } from '../shape.ts';
import { indices, operation, Tensor } from '../tensor.ts';

declare module '../tensor.ts' {
  interface Tensor {
    /** The same elements in the same order under another shape; one axis may be -1, "whatever remains". Copies nothing. */
    reshape(shape: Shape): Tensor;
    /** Axes in another order: axis i of the result is axis `order[i]`; reversed by default. */
    transpose(order?: readonly number[]): Tensor;
    /** Repeats axes of length 1, and adds axes in front, up to `shape`. */
    expand(shape: Shape): Tensor;
  }
}

Tensor.prototype.reshape = function (wanted) {
  const shape = resolved(wanted, this);
  if (sameShape(shape, this.shape)) return this;
  return operation('Reshape', [this, indices(shape)], { shape }, {}, (d) => [d.reshape(this.shape)]);
};

/** The shape with its -1 filled in. */
function resolved(wanted: Shape, x: Tensor): Shape {
  const known = sizeOf(wanted.filter((length) => length !== -1));
  const shape = wanted.map((length) => (length === -1 ? x.size / known : length));
  if (
    wanted.filter((length) => length === -1).length > 1 ||
    !shape.every(Number.isInteger) ||
    sizeOf(shape) !== x.size
  ) {
    throw new ShapeError(`reshape: ${showShape(x.shape)} does not fill ${showShape(wanted)}`);
  }
  checkShape('reshape', shape);
  return shape;
}

Tensor.prototype.transpose = function (wanted) {
  const order = wanted ?? this.shape.map((_, axis) => this.rank - 1 - axis);
  const axes = order.map((axis) => axisOf('transpose', axis, this.shape));
  if (axes.length !== this.rank || new Set(axes).size !== this.rank) {
    throw new ShapeError(`transpose: ${showShape(order)} is no order of the axes of ${showShape(this.shape)}`);
  }
  const inverse = axes.map((_, axis) => axes.indexOf(axis));
  const shape = axes.map((axis) => this.shape[axis]);
  return operation('Transpose', [this], { shape }, { perm: axes }, (d) => [d.transpose(inverse)]);
};

Tensor.prototype.expand = function (shape) {
  if (sameShape(shape, this.shape)) return this;
  if (!sameShape(broadcastShape('expand', this.shape, shape), shape)) {
    throw new ShapeError(`expand: ${showShape(this.shape)} does not expand to ${showShape(shape)}`);
  }
  return operation('Expand', [this, indices(shape)], { shape }, {}, (d) => [d.sumTo(this.shape)]);
};

import { axesOf, broadcastAxes, type Shape, ShapeError, sameShape, showShape, sizeOf } from '../shape.ts';
import { indices, operation, Tensor } from '../tensor.ts';

export interface ReductionOptions {
  /** Keep reduced axes with length 1. Default: drop them. */
  readonly keepDims?: boolean;
}

declare module '../tensor.ts' {
  interface Tensor {
    /**
     * Sum along the axes, all of them by default. Several axes are reduced one after the other, the last one first: ONNX Runtime adds
     * up without compensation, and short partial sums keep a float32 loss exact to about 1e-6.
     */
    sum(axes?: number | readonly number[], options?: ReductionOptions): Tensor;
    /** Mean along the axes, all of them by default. */
    mean(axes?: number | readonly number[], options?: ReductionOptions): Tensor;
    /** Largest along the axes, all of them by default; equal ones share the gradient. */
    maximum(axes?: number | readonly number[], options?: ReductionOptions): Tensor;
    /** Smallest along the axes, all of them by default; equal ones share the gradient. */
    minimum(axes?: number | readonly number[], options?: ReductionOptions): Tensor;
    /** Sums up what broadcasting to this shape repeated, so that the result has the given shape: the adjoint of {@link Tensor.expand}. */
    sumTo(shape: Shape): Tensor;
  }
}

/** The shape with the given axes set to 1. */
function collapsed(shape: Shape, axes: readonly number[]): number[] {
  return shape.map((length, axis) => (axes.includes(axis) ? 1 : length));
}

function dropped(shape: Shape, axes: readonly number[]): number[] {
  return shape.filter((_, axis) => !axes.includes(axis));
}

/** ReduceSum over one axis, keeping it with length 1. */
function sumAlong(x: Tensor, axis: number): Tensor {
  if (x.shape[axis] === 1) return x;
  return operation('ReduceSum', [x, indices([axis])], { shape: collapsed(x.shape, [axis]) }, { keepdims: 1 }, (d) => [
    d.expand(x.shape),
  ]);
}

Tensor.prototype.sum = function (axes, options = {}) {
  const along = axesOf('sum', axes, this.shape);
  const kept = along.reduceRight(sumAlong, this as Tensor);
  return options.keepDims ? kept : kept.reshape(dropped(this.shape, along));
};

Tensor.prototype.mean = function (axes, options = {}) {
  const along = axesOf('mean', axes, this.shape);
  return this.sum(along, options).mul(1 / sizeOf(along.map((axis) => this.shape[axis])));
};

function extreme(onnxType: 'ReduceMax' | 'ReduceMin', x: Tensor, axes: readonly number[], keepDims: boolean): Tensor {
  if (axes.length === 0) return x;
  const shape = collapsed(x.shape, axes);
  const kept = operation(onnxType, [x, indices(axes)], { shape }, { keepdims: 1 }, (d, y) => {
    const reached = (onnxType === 'ReduceMax' ? x.greaterOrEqual(y) : y.greaterOrEqual(x)).asNumber(x.type);
    return [reached.mul(d.div(reached.sum(axes, { keepDims: true }).max(1)))];
  });
  return keepDims ? kept : kept.reshape(dropped(x.shape, axes));
}

Tensor.prototype.maximum = function (axes, options = {}) {
  return extreme('ReduceMax', this, axesOf('maximum', axes, this.shape), options.keepDims ?? false);
};

Tensor.prototype.minimum = function (axes, options = {}) {
  return extreme('ReduceMin', this, axesOf('minimum', axes, this.shape), options.keepDims ?? false);
};

Tensor.prototype.sumTo = function (shape) {
  if (sameShape(this.shape, shape)) return this;
  const summed = this.sum(broadcastAxes(shape, this.shape), { keepDims: true });
  if (summed.size !== sizeOf(shape)) {
    throw new ShapeError(`sumTo: ${showShape(shape)} does not broadcast to ${showShape(this.shape)}`);
  }
  return summed.reshape(shape);
};

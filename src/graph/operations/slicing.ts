import { axisOf, ShapeError, sameShape, showShape } from '../shape.ts';
import { commonType, constant, indices, operation, operationWithOutputs, Tensor } from '../tensor.ts';

declare module '../tensor.ts' {
  interface Tensor {
    /** Elements `start`, ..., `end - 1` along the axis; negative ends count from the back. */
    slice(axis: number, start: number, end?: number): Tensor;
    /** The elements along the axis in opposite order. */
    reverse(axis: number): Tensor;
    /** Zeros before and after: `widths[axis]` is `[before, after]`. */
    pad(widths: readonly (readonly [number, number])[]): Tensor;
    /** Consecutive pieces of the given lengths along the axis. */
    split(axis: number, lengths: readonly number[]): Tensor[];
  }
}

Tensor.prototype.slice = function (axis, start, wantedEnd) {
  const along = axisOf('slice', axis, this.shape);
  const length = this.shape[along];
  const end = wantedEnd ?? length;
  const [from, to] = [start, end].map((at) => (at < 0 ? at + length : at));
  if (![from, to].every(Number.isInteger) || from < 0 || to > length || from >= to) {
    throw new ShapeError(`slice: ${start}..${end} is no part of axis ${axis} of ${showShape(this.shape)}`);
  }
  if (from === 0 && to === length) return this;
  const shape = this.shape.with(along, to - from);
  const widths = this.shape.map((_, i) => (i === along ? ([from, length - to] as const) : ([0, 0] as const)));
  return operation('Slice', [this, ...[from, to, along].map((i) => indices([i]))], { shape }, {}, (d) => [
    d.pad(widths),
  ]);
};

const beforeFirst = -(2 ** 31);

Tensor.prototype.reverse = function (axis) {
  const along = axisOf('reverse', axis, this.shape);
  const range = [-1, beforeFirst, along, -1].map((i) => indices([i]));
  return operation('Slice', [this, ...range], { shape: this.shape }, {}, (d) => [d.reverse(along)]);
};

Tensor.prototype.pad = function (widths) {
  const whole = widths.flat().every((width) => Number.isInteger(width) && width >= 0);
  if (widths.length !== this.rank || !whole) {
    throw new ShapeError(`pad: widths ${JSON.stringify(widths)} do not fit ${showShape(this.shape)}`);
  }
  const shape = this.shape.map((length, axis) => length + widths[axis][0] + widths[axis][1]);
  if (sameShape(shape, this.shape)) return this;
  const pads = indices([...widths.map(([before]) => before), ...widths.map(([, after]) => after)]);
  return operation('Pad', [this, pads], { shape }, {}, (d) => [
    widths.reduce((part, [before], axis) => part.slice(axis, before, before + this.shape[axis]), d),
  ]);
};

Tensor.prototype.split = function (axis, lengths) {
  const along = axisOf('split', axis, this.shape);
  if (lengths.some((length) => !(length > 0)) || lengths.reduce((a, b) => a + b, 0) !== this.shape[along]) {
    throw new ShapeError(`split: lengths ${showShape(lengths)} do not fill axis ${axis} of ${showShape(this.shape)}`);
  }
  const results = lengths.map((length) => ({ shape: this.shape.with(along, length) }));
  return operationWithOutputs('Split', [this, indices(lengths)], results, { axis: along }, (gradients, outputs) => [
    concat(
      gradients.map((d, i) => d ?? constant(0, [], this.type).expand(outputs[i].shape)),
      along,
    ),
  ]);
};

/** The tensors one after the other along the axis. All other axes must agree. */
export function concat(tensors: readonly Tensor[], axis: number): Tensor {
  if (tensors.length === 0) throw new ShapeError('concat: no tensors');
  if (tensors.length === 1) return tensors[0];
  commonType('concat', tensors);
  const [{ shape: first }] = tensors;
  const along = axisOf('concat', axis, first);
  if (
    !tensors.every(
      ({ shape }) => shape.length === first.length && sameShape(shape.with(along, 1), first.with(along, 1)),
    )
  ) {
    throw new ShapeError(
      `concat: axes other than ${axis} differ: ${tensors.map((t) => showShape(t.shape)).join(', ')}`,
    );
  }
  const lengths = tensors.map(({ shape }) => shape[along]);
  const shape = first.with(
    along,
    lengths.reduce((a, b) => a + b, 0),
  );
  return operation('Concat', tensors, { shape }, { axis: along }, (d) => d.split(along, lengths));
}

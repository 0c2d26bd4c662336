import { axisOf, ShapeError, showShape } from '../shape.ts';
import { constant, indices, operation, Tensor } from '../tensor.ts';

declare module '../tensor.ts' {
  interface Tensor {
    /**
     * The entries number `positions` along the axis, in that order and as often as they occur. `positions` is a list, or an int64
     * tensor of one axis (fed, for example: the samples of a batch).
     */
    gather(positions: readonly number[] | Tensor, axis?: number): Tensor;
  }
}

Tensor.prototype.gather = function (positions, axis = 0) {
  const along = axisOf('gather', axis, this.shape);
  const list = positions instanceof Tensor ? positions : indexList(positions, this, along);
  if (list.type !== 'int64' || list.rank !== 1) {
    throw new ShapeError(`gather: indices must be int64 of one axis, not ${list}`);
  }
  const shape = this.shape.with(along, list.size);
  return operation('Gather', [this, list], { shape }, { axis: along }, (d) => {
    const zeros = constant(0, [], this.type).expand(this.shape);
    const targets = list.reshape(shape.map((length, i) => (i === along ? length : 1))).expand(shape);
    return [
      operation('ScatterElements', [zeros, targets, d], { shape: this.shape }, { axis: along, reduction: 'add' }),
    ];
  });
};

function indexList(list: readonly number[], x: Tensor, axis: number): Tensor {
  const outside = list.find((index) => !Number.isInteger(index) || index < 0 || index >= x.shape[axis]);
  if (list.length === 0 || outside !== undefined) {
    throw new ShapeError(`gather: no index ${outside ?? 'at all'} in axis ${axis} of ${showShape(x.shape)}`);
  }
  return indices(list);
}

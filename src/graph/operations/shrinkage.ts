import { axisOf, broadcastShape, ShapeError, sameShape, showShape } from '../shape.ts';
import { Tensor, withGradient } from '../tensor.ts';
import { asTensor, type Operand } from './arithmetic.ts';
import { tiny } from './elementary.ts';

declare module '../tensor.ts' {
  interface Tensor {
    /** Entries moved towards zero by theta, those of magnitude up to theta to zero; theta >= 0 broadcasts. */
    softThreshold(theta: Operand): Tensor;
    /**
     * Every vector along the axis shortened by theta, those of length up to theta to zero: x max(0, 1 - theta / ||x||_2).
     * theta >= 0 broadcasts to x with that axis set to 1. Fastest with a group axis that is not the last one.
     */
    groupSoftThreshold(theta: Operand, axis: number): Tensor;
  }
}

Tensor.prototype.softThreshold = function (threshold) {
  const theta = asTensor(threshold, this);
  const value = this.sub(this.min(theta).max(theta.neg()));
  return withGradient(value, [this, theta], (d) => {
    const above = this.greater(theta).asNumber(this.type);
    const below = this.less(theta.neg()).asNumber(this.type);
    return [d.mul(above.add(below)), d.mul(below.sub(above)).sumTo(theta.shape)];
  });
};

Tensor.prototype.groupSoftThreshold = function (threshold, axis) {
  const along = axisOf('groupSoftThreshold', axis, this.shape);
  const theta = asTensor(threshold, this);
  const groups = this.shape.with(along, 1);
  if (!sameShape(broadcastShape('groupSoftThreshold', theta.shape, groups), groups)) {
    const shapes = `theta ${showShape(theta.shape)}, groups ${showShape(groups)}`;
    throw new ShapeError(`groupSoftThreshold: theta must broadcast to the groups: ${shapes}`);
  }
  const norm = this.square().sum(along, { keepDims: true }).sqrt().max(tiny);
  const ratio = theta.div(norm);
  const scale = ratio.neg().add(1).relu();
  return withGradient(this.mul(scale), [this, theta], (d) => {
    // y = x - theta x/||x|| for groups that are kept, so dx = scale d + theta (d.x) x/||x||^3 and dtheta = -d.x/||x||
    const kept = scale.greater(0).asNumber(this.type);
    const projection = d.mul(this).sum(along, { keepDims: true }).mul(kept).div(norm);
    const dx = d.mul(scale).add(this.mul(projection.mul(ratio).div(norm)));
    return [dx, projection.neg().sumTo(theta.shape)];
  });
};

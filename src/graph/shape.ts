/** Sizes of the axes of a tensor, outermost first; a scalar has none. */
export type Shape = readonly number[];

/** Shapes or types that do not fit an operation: the message names the operation and what it was given. */
export class ShapeError extends Error {
  override readonly name = 'ShapeError';
}

/** `[64, 200]`, as in messages. */
export function showShape(shape: Shape): string {
  return `[${shape.join(', ')}]`;
}

/** Number of elements. */
export function sizeOf(shape: Shape): number {
  return shape.reduce((size, length) => size * length, 1);
}

export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((length, axis) => length === b[axis]);
}

/** Whether the shape is one: whole, positive axes. */
export function checkShape(operation: string, shape: Shape): void {
  if (!shape.every((length) => Number.isInteger(length) && length > 0)) {
    throw new ShapeError(`${operation}: axes must be positive whole numbers: ${showShape(shape)}`);
  }
}

/** An axis counted from the front; negative ones count from the back. */
export function axisOf(operation: string, axis: number, shape: Shape): number {
  const counted = axis < 0 ? axis + shape.length : axis;
  if (!Number.isInteger(counted) || counted < 0 || counted >= shape.length) {
    throw new ShapeError(`${operation}: no axis ${axis} in ${showShape(shape)}`);
  }
  return counted;
}

/** Distinct axes counted from the front, in ascending order; all of them where none are given. */
export function axesOf(operation: string, axes: number | readonly number[] | undefined, shape: Shape): number[] {
  if (axes === undefined) return shape.map((_, axis) => axis);
  const counted = [axes].flat().map((axis) => axisOf(operation, axis, shape));
  if (new Set(counted).size !== counted.length) {
    throw new ShapeError(`${operation}: the same axis twice in ${showShape([axes].flat())}`);
  }
  return counted.sort((a, b) => a - b);
}

/**
 * The shape that both broadcast to: aligned at the last axis, an axis of length 1 stretches to the other's length, and
 * missing axes count as 1.
 */
export function broadcastShape(operation: string, a: Shape, b: Shape): number[] {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, axis) => {
    const m = a[axis - rank + a.length] ?? 1;
    const n = b[axis - rank + b.length] ?? 1;
    if (m !== n && m !== 1 && n !== 1) {
      throw new ShapeError(`${operation}: shapes do not broadcast: ${showShape(a)} and ${showShape(b)}`);
    }
    return Math.max(m, n);
  });
}

/** Axes of `to` along which a tensor of shape `from` is repeated when it broadcasts to `to`. */
export function broadcastAxes(from: Shape, to: Shape): number[] {
  const missing = to.length - from.length;
  return to.flatMap((length, axis) => (axis < missing || (from[axis - missing] === 1 && length !== 1) ? [axis] : []));
}

import { add, divide, type RealMatrix } from '../../../lanes/index.ts';

/** Far below any curvature of f, and enough to make 0 / 0, the step along a gradient that vanishes, 0. */
const tiny = 1e-300;

/** z = x / (y + tiny), for y >= 0; y is overwritten. */
export function divideSafely(z: RealMatrix, x: RealMatrix, y: RealMatrix): void {
  add(y, y, y.lanes.constant(tiny));
  divide(z, x, y);
}

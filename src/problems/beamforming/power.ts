import { type ComplexMatrix, divide, type RealMatrix, scale, sqrt, squaredNorm } from '../../lanes/index.ts';

/** W = sqrt(P / ||V||_F^2) V, the scaling of eq. (8): transmit power exactly P. W may be V. `scratch` is a scalar. */
export function scaleToPower(W: ComplexMatrix, P: number, V: ComplexMatrix, scratch: RealMatrix): void {
  squaredNorm(scratch, V);
  divide(scratch, V.lanes.constant(P), scratch);
  sqrt(scratch, scratch);
  scale(W, scratch, V);
}

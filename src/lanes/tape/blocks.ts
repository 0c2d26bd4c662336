import { copy, zero } from '../elementwise.ts';
import { accumulate } from './broadcast.ts';
import type { ComplexValue } from './values.ts';

/** X without its diagonal blocks of `rows` x `cols`, which are 0: of what all users receive, what is meant for others. */
export function withoutDiagonal(X: ComplexValue, rows: number, cols: number): ComplexValue {
  const Y = X.tape.complex(X.rows, X.cols);
  X.tape.push({
    inputs: [X],
    outputs: [Y],
    forward: (emitter) => {
      const result = emitter.value(Y);
      copy(result, emitter.value(X));
      zero(result.diagonalBlocks(rows, cols));
    },
    backward: (emitter) => {
      const dY = emitter.gradient(Y);
      zero(dY.diagonalBlocks(rows, cols));
      emitter.contribute(X, (dX, added) => accumulate(dX, added, dY));
    },
  });
  return Y;
}

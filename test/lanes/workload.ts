import { pullDivisor } from '../../src/lanes/diagonal.ts';
import {
  adamMove,
  add,
  addDiagonal,
  addScaled,
  atMost,
  Bundle,
  cholesky,
  copy,
  copyWhere,
  divideByDiagonal,
  extrapolate,
  gramAdd,
  hermitianPart,
  innerProduct,
  inverse,
  LanesEngine,
  load,
  log,
  logDet,
  mirror,
  momentumPoint,
  momentumStep,
  multiplyReal,
  multiplySubtract,
  or,
  scale,
  scaledIdentity,
  solve,
  solveFromRight,
  spectralBound,
  squaredNorm,
  sum,
  times,
  trace,
  transpose,
  zero,
} from '../../src/lanes/index.ts';
import { spectralBoundGradient, unaryGradient } from '../../src/lanes/pullbacks.ts';
import { addSharedGradient, multiplyShared } from '../../src/lanes/shared-products.ts';
import { randomTrials, read } from './oracle.ts';

/** An engine with some matrices, and a body of operations that calls every kernel at least once. */
export function workload() {
  const lanes = new LanesEngine('f64');
  const group = { first: 0, count: lanes.width };
  const [A, B, C, D, X, P] = [1, 2, 3, 4, 5, 6].map((seed) => {
    const matrix = lanes.complex(4, 4);
    load(matrix, randomTrials(lanes.width, 4, 4, seed), group);
    return matrix;
  });
  const L = lanes.factor(4);
  const scalars = lanes.scalar(4);
  const [s, t, u, v] = [0, 1, 2, 3].map((index) => scalars.at(index));
  const [m, n] = [lanes.mask(), lanes.mask()];
  const half = lanes.constant(0.5);
  const [x, y] = [lanes.real(2, 2), lanes.real(2, 2)];
  load(x, randomTrials(lanes.width, 1, 2, 7), group);
  load(y, randomTrials(lanes.width, 1, 2, 8), group);
  const weights = { rows: 2, cols: 2, packed: lanes.real(1, 1) };
  const adam = { m: lanes.real(2, 2), w: lanes.real(2, 2), scalars: lanes.real(1, 5) };
  adam.scalars.fill(0.1);
  const results = [A, B, C, D, X, P, L.matrix, x, y, weights.packed];
  const bundles = [A, P].map((matrix) => new Bundle([matrix]));
  const body = () => {
    scaledIdentity(C, half);
    gramAdd(C, A);
    addDiagonal(C, half);
    cholesky(L, C, n);
    mirror(C);
    solve(X, L, B);
    solveFromRight(X, X, L);
    inverse(D, L);
    hermitianPart(B);
    logDet(s, L);
    trace(t, D);
    squaredNorm(u, X);
    innerProduct(v, X, D);
    times(v, v, s);
    sum(s, scalars);
    spectralBound(t, X);
    log(u, u);
    atMost(m, s, t);
    or(m, m, n);
    multiplySubtract(B, D, X.adjoint);
    copyWhere(m, A, D);
    bundles[0].copyLane(2, bundles[1], 5);
    scale(A, half, A);
    addScaled(A, half, B);
    add(B, B, D);
    copy(D, X);
    momentumStep(A, P, half, half, D);
    momentumPoint(B, A, P, half, half, D);
    extrapolate(C, A, P, half);
    divideByDiagonal(C, B, P);
    pullDivisor(A, D, C, P);
    adamMove(x, adam, y);
    multiplyReal(y, x, x.transpose);
    multiplyShared(y, weights, x);
    addSharedGradient(weights, x, y);
    transpose(x, y, true);
    unaryGradient(0, u, true, v, s);
    spectralBoundGradient(D, true, s, t, B);
    zero(X);
  };
  const snapshot = () => [...results, scalars].map((view) => read(view, lanes.width));
  return { lanes, body, snapshot };
}

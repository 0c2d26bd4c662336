import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../package-root.ts';

/** f64 for results; f32 is twice as fast, for training. */
export type Precision = 'f64' | 'f32';

/** Address, row stride and block stride of a matrix, in bytes. */
type Matrix = [address: number, rowStride: number, countStride: number];
/** Address and row stride of a single matrix, in bytes. */
type Rows = [address: number, rowStride: number];
/** Address, the strides of the first and the second index, and block stride, in bytes. */
type Strided = [address: number, firstStride: number, secondStride: number, countStride: number];
/** Address of the first entry of a diagonal, bytes to the next, and block stride. */
type Diagonal = [address: number, next: number, countStride: number];
/** Where a scalar's share of a gradient goes: stored (0) or added (1), address, block stride. */
type Share = [mode: number, address: number, countStride: number];
/** Address and block stride of per-lane scalars, in bytes. */
type Scalar = [address: number, countStride: number];

/** What the WebAssembly module exports. Addresses and strides are in bytes, `width` counts the reals of a row. */
export interface Kernels {
  readonly memory: WebAssembly.Memory;
  /** First address that is free for matrices. */
  readonly heapBase: WebAssembly.Global;
  /** Makes the recorded calls between two addresses. */
  run(first: number, end: number): void;

  product(
    form: number,
    result: number,
    part: number,
    count: number,
    rows: number,
    inner: number,
    cols: number,
    ...operands: [...c: Matrix, ...a: Matrix, ...b: Matrix]
  ): void;
  mirror(count: number, n: number, ...c: Matrix): void;
  realProduct(
    form: number,
    added: number,
    count: number,
    rows: number,
    inner: number,
    cols: number,
    ...operands: [...c: Matrix, ...a: Matrix, ...b: Matrix]
  ): void;
  sharedProduct(
    form: number,
    added: number,
    rows: number,
    inner: number,
    cols: number,
    ...operands: [...c: Rows, w: number, wCols: number, ...x: Rows]
  ): void;
  sharedGradient(rows: number, gCols: number, cols: number, g: number, ...operands: [...d: Rows, ...x: Rows]): void;
  adam(
    rows: number,
    width: number,
    settings: number,
    ...operands: [...x: Rows, ...m: Rows, ...w: Rows, ...g: Rows]
  ): void;

  cholesky(count: number, n: number, ...operands: [...l: Matrix, ...a: Matrix, failed: number]): void;
  solveLeft(
    kind: number,
    count: number,
    rows: number,
    cols: number,
    ...operands: [...x: Matrix, ...l: Matrix, ...b: Matrix]
  ): void;
  solveRight(
    kind: number,
    count: number,
    rows: number,
    cols: number,
    ...operands: [...x: Matrix, ...b: Matrix, ...l: Matrix]
  ): void;
  inverse(count: number, n: number, ...operands: [...x: Matrix, ...l: Matrix]): void;
  logDet(count: number, n: number, ...operands: [...s: Scalar, ...l: Matrix]): void;

  copyWhere(count: number, rows: number, width: number, mask: number, ...operands: [...y: Matrix, ...x: Matrix]): void;
  scale(count: number, rows: number, width: number, ...operands: [...s: Scalar, ...y: Matrix, ...x: Matrix]): void;
  addScaled(count: number, rows: number, width: number, ...operands: [...s: Scalar, ...y: Matrix, ...x: Matrix]): void;
  momentumStep(
    count: number,
    rows: number,
    width: number,
    ...operands: [...theta: Scalar, ...gamma: Scalar, ...x: Matrix, ...previous: Matrix, ...g: Matrix]
  ): void;
  momentumPoint(
    count: number,
    rows: number,
    width: number,
    ...operands: [...theta: Scalar, ...gamma: Scalar, ...y: Matrix, ...x: Matrix, ...previous: Matrix, ...g: Matrix]
  ): void;
  extrapolate(
    count: number,
    rows: number,
    width: number,
    ...operands: [...xi: Scalar, ...y: Matrix, ...x: Matrix, ...previous: Matrix]
  ): void;
  extrapolateGradient(
    count: number,
    rows: number,
    width: number,
    ...operands: [
      ...values: [...s: Scalar, ...dy: Matrix, ...x: Matrix, ...previous: Matrix],
      ...gradients: [...dx: Matrix, ...dprevious: Matrix, ...ds: Share],
    ]
  ): void;
  momentumGradient(
    count: number,
    rows: number,
    width: number,
    ...operands: [
      ...scalars: [...theta: Scalar, ...gamma: Scalar],
      ...values: [...dy: Matrix, ...x: Matrix, ...previous: Matrix, ...g: Matrix],
      ...gradients: [...dx: Matrix, ...dprevious: Matrix, ...dg: Matrix, ...dtheta: Share, ...dgamma: Share],
    ]
  ): void;
  lineSearch(
    count: number,
    rows: number,
    width: number,
    ...operands: [
      ...scalars: [...theta: Scalar, ...phi: Scalar, guard: number, ...gamma: Scalar, ...terms: Scalar],
      ...values: [...d: Matrix, ...r: Matrix, ...previous: Matrix, ...a: Matrix],
    ]
  ): void;
  lineSearchGradient(
    count: number,
    rows: number,
    width: number,
    ...operands: [
      ...scalars: [...theta: Scalar, ...phi: Scalar, ...terms: Scalar, ...dgamma: Scalar],
      ...values: [...d: Matrix, ...r: Matrix, ...previous: Matrix, ...a: Matrix],
      ...gradients: [
        ...dd: Matrix,
        ...dr: Matrix,
        ...dprevious: Matrix,
        ...da: Matrix,
        ...dtheta: Share,
        ...dphi: Share,
      ],
    ]
  ): void;
  zero(count: number, rows: number, width: number, ...x: Matrix): void;
  scaledIdentity(count: number, n: number, ...operands: [...s: Scalar, ...x: Matrix]): void;
  addDiagonal(count: number, n: number, ...operands: [...s: Scalar, ...x: Matrix]): void;
  addAdjoint(kind: number, count: number, n: number, ...x: Matrix): void;

  trace(count: number, n: number, ...operands: [...s: Scalar, ...x: Matrix]): void;
  innerProduct(
    count: number,
    rows: number,
    width: number,
    ...operands: [...s: Scalar, ...x: Matrix, ...y: Matrix]
  ): void;
  spectralBound(count: number, n: number, ...operands: [...s: Scalar, ...x: Matrix]): void;
  sum(count: number, rows: number, width: number, s: number, ...x: Matrix): void;

  binary(
    kind: number,
    count: number,
    rows: number,
    width: number,
    ...operands: [...z: Matrix, ...x: Matrix, ...y: Matrix]
  ): void;
  unary(kind: number, count: number, rows: number, width: number, ...operands: [...z: Matrix, ...x: Matrix]): void;
  unaryGradient(
    kind: number,
    added: number,
    count: number,
    rows: number,
    width: number,
    ...operands: [...g: Matrix, ...dz: Matrix, ...from: Matrix]
  ): void;
  spectralBoundGradient(
    added: number,
    count: number,
    n: number,
    ...operands: [...g: Matrix, ...ds: Scalar, ...s: Scalar, ...x: Matrix]
  ): void;
  divideByDiagonal(
    kind: number,
    added: number,
    count: number,
    rows: number,
    cols: number,
    ...operands: [...y: Matrix, ...x: Matrix, ...a: Diagonal]
  ): void;
  diagonalGradient(
    count: number,
    rows: number,
    cols: number,
    ...operands: [...g: Diagonal, ...dy: Matrix, ...y: Matrix, ...a: Diagonal]
  ): void;
  rearrange(
    added: number,
    count: number,
    rows: number,
    cols: number,
    ...operands: [...y: Strided, ...x: Strided]
  ): void;
  copyLane(count: number, y: number, x: number): void;
  compare(kind: number, mask: number, x: number, y: number): void;
  combine(kind: number, mask: number, a: number, b: number): void;
}

const modules = new Map<string, WebAssembly.Module>();

/** An instance of the kernels with its own memory, and the names of those that can be recorded in the order of its table. */
export interface Instance {
  readonly kernels: Kernels;
  readonly names: readonly string[];
}

/** A fresh instance for rows of `width` realizations. A module is compiled once a thread. */
export function instantiate(precision: Precision, width: number): Instance {
  const file = `kernels.${precision}x${width}.wasm`;
  let module = modules.get(file);
  if (module === undefined) {
    module = new WebAssembly.Module(readFileSync(join(packageRoot, 'build/src/lanes', file)));
    modules.set(file, module);
  }
  const table = new WebAssembly.Table({ initial: 1, element: 'anyfunc' });
  const abort = () => {
    throw new Error('a kernel aborted');
  };
  // Copied, because the exports object itself is slow to look functions up in.
  const kernels = { ...new WebAssembly.Instance(module, { env: { abort, table } }).exports };
  const names = Object.keys(kernels).filter((name) => typeof kernels[name] === 'function' && name !== 'run');
  table.grow(names.length);
  for (const [place, name] of names.entries()) table.set(place, kernels[name]);
  return { kernels: kernels as unknown as Kernels, names };
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../package-root.ts';
import type { Precision } from './engine.ts';

/** Address, row stride and block stride of a matrix, in bytes. */
type Matrix = [address: number, rowStride: number, countStride: number];
/** Address and block stride of per-lane scalars, in bytes. */
type Scalar = [address: number, countStride: number];

/** What the WebAssembly module exports. Addresses and strides are in bytes, `width` counts the reals of a row. */
export interface Kernels {
  readonly memory: WebAssembly.Memory;
  /** First address that is free for matrices. */
  readonly heapBase: WebAssembly.Global;

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
  zero(count: number, rows: number, width: number, ...x: Matrix): void;
  addDiagonal(count: number, n: number, ...operands: [...s: Scalar, ...x: Matrix]): void;
  hermitianPart(count: number, n: number, ...x: Matrix): void;

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
  compare(kind: number, mask: number, x: number, y: number): void;
  combine(kind: number, mask: number, a: number, b: number): void;
}

const modules = new Map<string, WebAssembly.Module>();

/**
 * A fresh instance of the kernels for rows of `width` realizations, with its own memory. A module is compiled once a
 * thread.
 */
export function loadKernels(precision: Precision, width: number): Kernels {
  const name = `kernels.${precision}x${width}.wasm`;
  let module = modules.get(name);
  if (module === undefined) {
    module = new WebAssembly.Module(readFileSync(join(packageRoot, 'build/src/lanes', name)));
    modules.set(name, module);
  }
  const abort = () => {
    throw new Error('a kernel aborted');
  };
  return new WebAssembly.Instance(module, { env: { abort } }).exports as unknown as Kernels;
}

import { broadcastShape, ShapeError, sameShape, showShape } from '../shape.ts';
import { type Contribution, commonType, operation, type Product, Tensor } from '../tensor.ts';
import { concat } from './slicing.ts';

declare module '../tensor.ts' {
  interface Tensor {
    /**
     * Matrix product over the last two axes, [..., m, k] x [..., k, n] -> [..., m, n]; leading axes broadcast. 2 m n k operations
     * a matrix.
     */
    matmul(other: Tensor): Tensor;
  }
}

Tensor.prototype.matmul = function (other) {
  commonType('matmul', [this, other]);
  if (this.rank < 2 || other.rank < 2) {
    throw new ShapeError(`matmul: matrices are needed: ${showShape(this.shape)} x ${showShape(other.shape)}`);
  }
  const [k, n] = [this.shape[this.rank - 1], other.shape[other.rank - 1]];
  if (k !== other.shape[other.rank - 2]) {
    throw new ShapeError(`matmul: inner sizes differ: ${showShape(this.shape)} x ${showShape(other.shape)}`);
  }
  if (other.rank > 2) return batchedProduct(this, other);
  return gemm(this.reshape([-1, k]), other).reshape([...this.shape.slice(0, -1), n]);
};

function batchedProduct(a: Tensor, b: Tensor): Tensor {
  const batch = broadcastShape('matmul', a.shape.slice(0, -2), b.shape.slice(0, -2));
  const shape = [...batch, a.shape[a.rank - 2], b.shape[b.rank - 1]];
  return operation('MatMul', [a, b], { shape }, {}, (d) => [
    d.matmul(matrixTranspose(b)).sumTo(a.shape),
    matrixTranspose(a).matmul(d).sumTo(b.shape),
  ]);
}

/** Swaps the last two axes. */
function matrixTranspose(x: Tensor): Tensor {
  const axes = x.shape.map((_, axis) => axis);
  return x.transpose([...axes.slice(0, -2), x.rank - 1, x.rank - 2]);
}

export interface GemmOptions {
  /** Use a^T. */
  readonly transposeA?: boolean;
  /** Use b^T. */
  readonly transposeB?: boolean;
  /** Factor of the product; default 1. */
  readonly alpha?: number;
  /** Factor of c; default 1. */
  readonly beta?: number;
  /** Added to the product; broadcasts to its shape. */
  readonly c?: Tensor;
}

/**
 * alpha op(a) op(b) + beta c for matrices, in one operator. Transposes and the addition are nearly free: write `Y - S X` as
 * `gemm(S, X, { alpha: -1, c: Y })`. 2 m n k operations.
 */
export function gemm(a: Tensor, b: Tensor, options: GemmOptions = {}): Tensor {
  const { transposeA = false, transposeB = false, alpha = 1, beta = 1, c } = options;
  commonType('gemm', c ? [a, b, c] : [a, b]);
  const shape = gemmShape(a, b, transposeA, transposeB);
  if (c && !sameShape(broadcastShape('gemm', c.shape, shape), shape)) {
    throw new ShapeError(`gemm: c ${showShape(c.shape)} does not broadcast to the product ${showShape(shape)}`);
  }
  const attributes = {
    transA: Number(transposeA),
    transB: Number(transposeB),
    alpha: { float: alpha },
    beta: { float: beta },
  };
  return operation('Gemm', c ? [a, b, c] : [a, b], { shape }, attributes, (d) => [
    transposeA
      ? { a: b, b: d, transposeA: transposeB, transposeB: true, alpha }
      : { a: d, b, transposeA: false, transposeB: !transposeB, alpha },
    transposeB
      ? { a: d, b: a, transposeA: true, transposeB: transposeA, alpha }
      : { a, b: d, transposeA: !transposeA, transposeB: false, alpha },
    ...(c ? [scaled(d.sumTo(c.shape), beta)] : []),
  ]);
}

function gemmShape(a: Tensor, b: Tensor, transposeA: boolean, transposeB: boolean): [number, number] {
  const show = `${showShape(a.shape)}${transposeA ? '^T' : ''} x ${showShape(b.shape)}${transposeB ? '^T' : ''}`;
  if (a.rank !== 2 || b.rank !== 2) throw new ShapeError(`gemm: matrices are needed: ${show}`);
  const [m, k] = transposeA ? a.shape.toReversed() : a.shape;
  const [inner, n] = transposeB ? b.shape.toReversed() : b.shape;
  if (k !== inner) throw new ShapeError(`gemm: inner sizes differ: ${show}`);
  return [m, n];
}

function scaled(x: Tensor, factor: number): Tensor {
  return factor === 1 ? x : x.mul(factor);
}

/** `sum + contribution`, or the contribution alone: a matrix product is added to the sum inside its own operator. */
export function accumulate(sum: Tensor | undefined, contribution: Contribution): Tensor {
  if (contribution instanceof Tensor) return sum ? sum.add(contribution) : contribution;
  const { a, b, ...options } = contribution;
  return gemm(a, b, sum ? { ...options, c: sum } : options);
}

/**
 * The same sum with products of short inner length written as one: `a b + c d = [a c] [b; d]`. Copying the operands then costs less
 * than going over the result once more for each product, as for the gradient of a large matrix that is applied to few vectors
 * many times.
 */
export function joinedProducts(products: readonly Product[]): Product[] {
  const groups = new Map<string, Product[]>();
  for (const product of products) {
    const { transposeA, transposeB, alpha } = product;
    const key = isShort(product) ? `${transposeA} ${transposeB} ${alpha}` : `alone ${groups.size}`;
    groups.set(key, [...(groups.get(key) ?? []), product]);
  }
  return [...groups.values()].map(joined);
}

/** Whether the operands have less than half the entries of the result. */
function isShort({ a, b, transposeA, transposeB }: Product): boolean {
  const [m, n] = gemmShape(a, b, transposeA, transposeB);
  return 2 * (a.size + b.size) < m * n;
}

function joined(products: readonly Product[]): Product {
  const [first] = products;
  if (products.length === 1) return first;
  return {
    ...first,
    a: concat(
      products.map(({ a }) => a),
      first.transposeA ? 0 : 1,
    ),
    b: concat(
      products.map(({ b }) => b),
      first.transposeB ? 1 : 0,
    ),
  };
}

import { at, type Code, get, type Local, type Place } from './code.ts';
import type { Bytes } from './encoding.ts';
import { eachBlock, eachVector, type Piece } from './piece.ts';
import { accumulate, imaginary, loaded } from './sums.ts';

/** Larger factorizations are left to the general kernel: every tile is written out. */
const largest = 32;

/** Up to this size all columns are done for one vector of lanes before the next vector. */
const small = 3;

/** Cholesky factors with reciprocal diagonal, without marking the lanes that fail. */
export const cholesky: Piece = {
  addresses: [2, 5],
  fits: ([, n, , , , , , , failed]) => n <= largest && failed === 0,
  write(code, [count, n, , lRow, lBlock, , aRow, aBlock], pointers) {
    const sizes = { n, lRow, aRow };
    const numbers = constants(code);
    eachBlock(code, count, pointers, [lBlock, aBlock], (block) => {
      if (n <= small) {
        eachVector(code, block, ([l, a]) => {
          const reciprocals = Array.from({ length: n }, (_, j) => column(code, j, l, a, sizes, numbers));
          failWhereNotPositive(code, reciprocals, l, sizes, numbers);
        });
        return;
      }
      // Pivots wait long for their roots and quotients: those of the other vectors keep the processor busy.
      for (let j = 0; j < n; j++) eachVector(code, block, ([l, a]) => void column(code, j, l, a, sizes, numbers));
      eachVector(code, block, ([l]) => {
        const diagonal = Array.from({ length: n }, (_, j) => at(l, j * (lRow + 2 * code.target.rowBytes)));
        const reciprocals = diagonal.map((place) => code.vector(code.load(place)));
        failWhereNotPositive(code, reciprocals, l, sizes, numbers);
      });
    });
  },
};

interface Sizes {
  readonly n: number;
  readonly lRow: number;
  readonly aRow: number;
}

/** V8 makes the vector of a constant anew wherever one stands in a loop. */
interface Constants {
  readonly zero: Local;
  readonly one: Local;
  readonly infinity: Local;
}

function constants(code: Code): Constants {
  const [zero, one, infinity] = [0, 1, Number.POSITIVE_INFINITY].map((value) => code.vector(code.constant(value)));
  return { zero, one, infinity };
}

/** Column j of L: 1 / L_jj from the pivot, which it gives back, then the entries below it, two at a time. */
function column(code: Code, j: number, l: Local, a: Local, { n, lRow, aRow }: Sizes, { zero, one }: Constants): Local {
  const col = 2 * code.target.rowBytes;
  const { add, sub, mul, div, sqrt } = code;
  const pivot = code.vector(code.load(at(a, j * (aRow + col))));
  for (let k = 0; k < j; k++) {
    const { re, im } = loaded(code, at(l, j * lRow + k * col));
    code.set(pivot, sub(get(pivot), add(mul(get(re), get(re)), mul(get(im), get(im)))));
  }
  const reciprocal = code.vector(div(get(one), sqrt(get(pivot))));
  put(code, at(l, j * (lRow + col)), get(reciprocal), get(zero));
  for (let i = j + 1; i < n; i += 2) {
    const rows = i + 1 < n ? [i, i + 1] : [i];
    const sums = rows.map((row) => loaded(code, at(a, row * aRow + j * col)));
    const factors = { terms: j, a: at(l, j * lRow), aStep: col, b: at(l, i * lRow), bStep: col, bNext: lRow };
    accumulate(code, sums, { ...factors, conjugate: 'a' }, '-');
    sums.forEach(({ re, im }, r) => {
      put(code, at(l, rows[r] * lRow + j * col), mul(get(re), get(reciprocal)), mul(get(im), get(reciprocal)));
    });
  }
  return reciprocal;
}

/** Makes the factor NaN in lanes with a pivot that is not positive and finite: its reciprocal root is not either. */
function failWhereNotPositive(
  code: Code,
  reciprocals: readonly Local[],
  l: Local,
  { n, lRow }: Sizes,
  { zero, infinity }: Constants,
): void {
  const col = 2 * code.target.rowBytes;
  const good = code.vector(
    reciprocals
      .map((r) => code.and(code.less(get(zero), get(r)), code.less(get(r), get(infinity))))
      .reduce((all, each) => code.and(all, each)),
  );
  code.unlessAll(get(good), () => {
    const nan = code.vector(code.constant(Number.NaN));
    for (let i = 0; i < n; i++) {
      const entry = code.pointer(at(l, i * lRow));
      code.repeat(i + 1, [[entry, col]], () => {
        for (const part of [at(entry), imaginary(code, at(entry))]) {
          code.store(part, code.select(get(good), code.load(part), get(nan)));
        }
      });
    }
  });
}

function put(code: Code, place: Place, re: Bytes, im: Bytes): void {
  code.store(place, re);
  code.store(imaginary(code, place), im);
}

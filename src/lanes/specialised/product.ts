import { at, behind, type Code, type Complex, get, type Place } from './code.ts';
import { eachBlock, eachVector, type Piece } from './piece.ts';
import { accumulate, type Factors, imaginary, zeros } from './sums.ts';

/** Lower triangles of more rows are left to the general kernel: every tile of theirs is written out. */
const mostRows = 32;

/** Products of complex matrices, by tiles of one row and two columns. */
export const product: Piece = {
  addresses: [7, 10, 13],
  fits: ([, , part, , rows]) => part === all || rows <= mostRows,
  write(code, args, pointers) {
    const [form, result, part, count, rows, inner, cols, , cRow, cBlock, , aRow, aBlock, , bRow, bBlock] = args;
    const column = 2 * code.target.rowBytes;
    const [aDown, aStep] = form === adjointFirst ? [column, aRow] : [aRow, column];
    const [bStep, bNext] = form === adjointSecond ? [column, bRow] : [bRow, column];
    const conjugate = form === adjointFirst ? 'a' : form === adjointSecond ? 'b' : 'none';
    eachVector(code, pointers, (vector) =>
      eachBlock(code, count, vector, [cBlock, aBlock, bBlock], ([c, a, b]) => {
        const row = (to: Place, from: Place, entries: number) => {
          for (let j = 0; j < entries; j += 2) {
            const factors = { terms: inner, a: from, aStep, b: at(b, j * bNext), bStep, bNext, conjugate } as const;
            tile(code, behind(to, j * column), Math.min(2, entries - j), factors, result);
          }
        };
        if (part === all) {
          const steps = [
            [c, cRow],
            [a, aDown],
          ] as const;
          code.repeat(rows, steps, () => row(at(c), at(a), cols));
          return;
        }
        for (let i = 0; i < rows; i++) row(at(c, i * cRow), at(a, i * aDown), Math.min(i + 1, cols));
      }),
    );
  },
};

const all = 0;
const adjointFirst = 1;
const adjointSecond = 2;

/** One row and one or two columns of C. */
function tile(code: Code, c: Place, columns: number, factors: Factors, result: number): void {
  const sums = Array.from({ length: columns }, () => zeros(code));
  accumulate(code, sums, factors, '+');
  sums.forEach((sum, j) => {
    put(code, behind(c, j * 2 * code.target.rowBytes), sum, result);
  });
}

/** Stores a number in a place (result 0), adds it to what is there (1), subtracts it (2), or stores its negative (3). */
function put(code: Code, place: Place, { re, im }: Complex, result: number): void {
  const parts = [
    [place, get(re)],
    [imaginary(code, place), get(im)],
  ] as const;
  for (const [to, value] of parts) {
    if (result === 0) code.store(to, value);
    else if (result === 1) code.store(to, code.add(code.load(to), value));
    else if (result === 2) code.store(to, code.sub(code.load(to), value));
    else code.store(to, code.neg(value));
  }
}

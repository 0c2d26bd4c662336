import { at, type Code, get, type Local } from './code.ts';
import { eachBlock, eachVector, type Piece } from './piece.ts';
import { accumulate, imaginary, loaded } from './sums.ts';

/** Larger systems are left to the general kernel. */
const largest = 64;

/** Up to this many right-hand sides are written out; more of them are a loop. */
const few = 2;

/** X = L^-1 B or L^-H B. */
export const solveLeft: Piece = {
  addresses: [4, 7, 10],
  fits: ([, , rows]) => rows <= largest,
  write(code, [kind, count, rows, cols, , xRow, xBlock, , lRow, lBlock, , bRow, bBlock], pointers) {
    const col = 2 * code.target.rowBytes;
    const system = { n: rows, across: cols, lRow, xAlong: xRow, xAcross: col, bAlong: bRow, bAcross: col };
    const way = kind === 0 ? ways.plain : ways.adjoint;
    eachVector(code, pointers, (vector) =>
      eachBlock(code, count, vector, [xBlock, lBlock, bBlock], ([x, l, b]) => substitute(code, x, l, b, system, way)),
    );
  },
};

/** X = B L^-1 or B L^-H: the transposes are left solves with the other conjugation. */
export const solveRight: Piece = {
  addresses: [4, 7, 10],
  fits: ([, , , cols]) => cols <= largest,
  write(code, [kind, count, rows, cols, , xRow, xBlock, , bRow, bBlock, , lRow, lBlock], pointers) {
    const col = 2 * code.target.rowBytes;
    const system = { n: cols, across: rows, lRow, xAlong: col, xAcross: xRow, bAlong: col, bAcross: bRow };
    const way = kind === 0 ? ways.transposed : ways.conjugate;
    eachVector(code, pointers, (vector) =>
      eachBlock(code, count, vector, [xBlock, bBlock, lBlock], ([x, b, l]) => substitute(code, x, l, b, system, way)),
    );
  },
};

/** Which matrix is inverted: L, conj(L), L^T or L^H. */
interface Way {
  readonly forward: boolean;
  readonly conjugate: 'none' | 'a';
}

const ways = {
  plain: { forward: true, conjugate: 'none' },
  conjugate: { forward: true, conjugate: 'a' },
  transposed: { forward: false, conjugate: 'none' },
  adjoint: { forward: false, conjugate: 'a' },
} as const satisfies Record<string, Way>;

/** `across` systems of n unknowns; unknown i of system j lies at x + i xAlong + j xAcross. */
interface Systems {
  readonly n: number;
  readonly across: number;
  readonly lRow: number;
  readonly xAlong: number;
  readonly xAcross: number;
  readonly bAlong: number;
  readonly bAcross: number;
}

function substitute(code: Code, x: Local, l: Local, b: Local, systems: Systems, way: Way): void {
  const { n, across, xAcross, bAcross } = systems;
  const looped = across <= few ? 0 : across - (across % 2);
  for (let known = 0; known < n; known++) {
    const [xj, bj] = [code.pointer(at(x)), code.pointer(at(b))];
    const steps = [
      [xj, 2 * xAcross],
      [bj, 2 * bAcross],
    ] as const;
    code.repeat(looped / 2, steps, () => unknown(code, xj, l, bj, { ...systems, across: 2 }, way, known));
    for (let j = looped; j < across; j += 2) {
      const rest = [code.pointer(at(x, j * xAcross)), code.pointer(at(b, j * bAcross))];
      unknown(code, rest[0], l, rest[1], { ...systems, across: Math.min(2, across - j) }, way, known);
    }
  }
}

/** The unknown that follows from `known` others, in one or two systems. */
function unknown(code: Code, x: Local, l: Local, b: Local, systems: Systems, way: Way, known: number): void {
  const { n, across, lRow, xAlong, xAcross, bAlong, bAcross } = systems;
  const col = 2 * code.target.rowBytes;
  const i = way.forward ? known : n - 1 - known;
  const diagonal = i * (lRow + col);
  const sums = Array.from({ length: across }, (_, j) => loaded(code, at(b, i * bAlong + j * bAcross)));
  const factors = {
    terms: known,
    a: at(l, way.forward ? i * lRow : diagonal + lRow),
    aStep: way.forward ? col : lRow,
    b: at(x, way.forward ? 0 : (i + 1) * xAlong),
    bStep: xAlong,
    bNext: xAcross,
    conjugate: way.conjugate,
  };
  accumulate(code, sums, factors, '-');
  const reciprocal = code.vector(code.load(at(l, diagonal)));
  sums.forEach(({ re, im }, j) => {
    const place = at(x, i * xAlong + j * xAcross);
    code.store(place, code.mul(get(re), get(reciprocal)));
    code.store(imaginary(code, place), code.mul(get(im), get(reciprocal)));
  });
}

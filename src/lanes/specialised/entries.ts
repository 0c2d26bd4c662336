import { at, behind, type Code, get, type Local, type Place, vectorBytes } from './code.ts';
import type { Bytes } from './encoding.ts';
import { eachBlock, eachVector, type Piece } from './piece.ts';

/*
 * Entry by entry: rows of reals, whatever they mean.
 */

/** z = x op y. */
export const binary: Piece = {
  addresses: [4, 7, 10],
  fits: () => true,
  write(code, [kind, count, rows, width, , zRow, zBlock, , xRow, xBlock, , yRow, yBlock], pointers) {
    const combine = [code.add, code.sub, code.mul, code.div, code.min, code.max][kind];
    eachBlock(code, count, pointers, [zBlock, xBlock, yBlock], (block) =>
      eachVectorOfRows(code, { rows, width, strides: [zRow, xRow, yRow] }, block, ([z, x, y]) => {
        code.store(z, combine(code.load(x), code.load(y)));
      }),
    );
  },
};

/** z = f(x), for what is one instruction. */
export const unary: Piece = {
  addresses: [4, 7],
  fits: ([kind]) => kind <= 3,
  write(code, [kind, count, rows, width, , zRow, zBlock, , xRow, xBlock], pointers) {
    const map = [(x: Bytes) => x, code.sqrt, code.abs, code.neg][kind];
    eachBlock(code, count, pointers, [zBlock, xBlock], (block) =>
      eachVectorOfRows(code, { rows, width, strides: [zRow, xRow] }, block, ([z, x]) => {
        code.store(z, map(code.load(x)));
      }),
    );
  },
};

/** x = 0. */
export const zero: Piece = {
  addresses: [3],
  fits: () => true,
  write(code, [count, rows, width, , xRow, xBlock], pointers) {
    eachBlock(code, count, pointers, [xBlock], (block) =>
      eachVectorOfRows(code, { rows, width, strides: [xRow] }, block, ([x]) => code.store(x, code.constant(0))),
    );
  },
};

/** mask = x < y or x <= y. */
export const compare: Piece = {
  addresses: [1, 2, 3],
  fits: () => true,
  write(code, [kind], pointers) {
    const relation = [code.less, code.atMost][kind];
    eachVector(code, pointers, ([mask, x, y]) => {
      code.store(at(mask), relation(code.load(at(x)), code.load(at(y))));
    });
  },
};

/** mask = a and b, a or b, a and not b. */
export const combine: Piece = {
  addresses: [1, 2, 3],
  fits: () => true,
  write(code, [kind], pointers) {
    const operation = [code.and, code.or, code.andNot][kind];
    eachVector(code, pointers, ([mask, a, b]) => {
      code.store(at(mask), operation(code.load(at(a)), code.load(at(b))));
    });
  },
};

/** y = s x. */
export const scale: Piece = {
  addresses: [3, 5, 8],
  fits: () => true,
  write(code, args, pointers) {
    writeScaled(code, args, pointers, (_, scaled) => scaled);
  },
};

/** y += s x. */
export const addScaled: Piece = {
  addresses: [3, 5, 8],
  fits: () => true,
  write(code, args, pointers) {
    writeScaled(code, args, pointers, (y, scaled) => code.add(code.load(y), scaled));
  },
};

function writeScaled(
  code: Code,
  [count, rows, width, , sBlock, , yRow, yBlock, , xRow, xBlock]: readonly number[],
  pointers: readonly Local[],
  value: (y: Place, scaled: Bytes) => Bytes,
): void {
  eachVector(code, pointers, (vector) =>
    eachBlock(code, count, vector, [sBlock, yBlock, xBlock], ([s, ...block]) => {
      const factor = code.vector(code.load(at(s)));
      eachReal(code, { rows, width, strides: [yRow, xRow] }, block, ([y, x]) => {
        code.store(y, value(y, code.mul(get(factor), code.load(x))));
      });
    }),
  );
}

/** x + s I to x. */
export const addDiagonal: Piece = {
  addresses: [2, 4],
  fits: ([, n]) => n <= 64,
  write(code, [count, n, , sBlock, , xRow, xBlock], pointers) {
    eachVector(code, pointers, (vector) =>
      eachBlock(code, count, vector, [sBlock, xBlock], ([s, x]) => {
        const added = code.vector(code.load(at(s)));
        for (let i = 0; i < n; i++) {
          const entry = at(x, i * (xRow + 2 * code.target.rowBytes));
          code.store(entry, code.add(code.load(entry), get(added)));
        }
      }),
    );
  },
};

/** The sum of all entries of all blocks. */
export const sum: Piece = {
  addresses: [3, 4],
  fits: () => true,
  write(code, [count, rows, width, , , xRow, xBlock], pointers) {
    eachVector(code, pointers, ([s, x]) => {
      const total = code.vector(code.constant(0));
      eachBlock(code, count, [x], [xBlock], (block) =>
        eachReal(code, { rows, width, strides: [xRow] }, block, ([entry]) => {
          code.set(total, code.add(get(total), code.load(entry)));
        }),
      );
      code.store(at(s), get(total));
    });
  },
};

/** The sum of products of all entries; the sums of several vectors side by side, because each addition waits for the one before. */
export const innerProduct: Piece = {
  addresses: [3, 5, 8],
  fits: () => true,
  write(code, [count, rows, width, , sBlock, , xRow, xBlock, , yRow, yBlock], pointers) {
    const vectors = vectorsOf(code);
    eachBlock(code, count, pointers, [sBlock, xBlock, yBlock], ([s, ...block]) => {
      const totals = vectors.map(() => code.vector(code.constant(0)));
      eachReal(code, { rows, width, strides: [xRow, yRow], together: 2 }, block, ([x, y]) => {
        vectors.forEach((v, i) => {
          const term = code.mul(code.load(behind(x, v)), code.load(behind(y, v)));
          code.set(totals[i], code.add(get(totals[i]), term));
        });
      });
      vectors.forEach((v, i) => {
        code.store(at(s, v), get(totals[i]));
      });
    });
  },
};

interface Rows {
  readonly rows: number;
  /** Reals of a row. */
  readonly width: number;
  /** Bytes from a row to the next, one for each matrix. */
  readonly strides: readonly number[];
  /** Reals that are written out between two steps of a loop. */
  readonly together?: number;
}

type Body = (places: readonly Place[]) => void;

/** Writes `body` for every real of matrices of one shape. */
export function eachReal(
  code: Code,
  { rows, width, strides, together = 8 }: Rows,
  pointers: readonly Local[],
  body: Body,
): void {
  const { rowBytes } = code.target;
  if (rows > 1 && strides.every((stride) => stride === width * rowBytes)) {
    eachReal(code, { rows: 1, width: rows * width, strides, together }, pointers, body);
    return;
  }
  const run = (first: number, count: number, moving: readonly Local[]) => {
    for (let i = first; i < first + count; i++) body(moving.map((pointer) => at(pointer, i * rowBytes)));
  };
  const rounds = Math.floor(width / together);
  const rowSteps = pointers.map((pointer, i) => [pointer, strides[i]] as const);
  code.repeat(rows, rowSteps, () => {
    if (rounds <= 1) {
      run(0, width, pointers);
      return;
    }
    const moving = pointers.map((pointer) => code.pointer(at(pointer)));
    const steps = moving.map((pointer) => [pointer, together * rowBytes] as const);
    code.repeat(rounds, steps, () => run(0, together, moving));
    run(0, width - rounds * together, moving);
  });
}

/** Writes `body` for every vector of every real, where it makes no difference which lanes a vector holds. */
function eachVectorOfRows(code: Code, rows: Rows, pointers: readonly Local[], body: Body): void {
  eachReal(code, { ...rows, together: 2 }, pointers, (places) => {
    for (const v of vectorsOf(code)) body(places.map((place) => behind(place, v)));
  });
}

/** Where the vectors of a row lie. */
function vectorsOf(code: Code): number[] {
  return Array.from({ length: code.target.rowBytes / vectorBytes }, (_, v) => v * vectorBytes);
}

import { at, type Code, get, type Local } from './code.ts';
import { copies, eachBlock, eachVector, type Piece } from './piece.ts';

/** Products of real matrices, by tiles of two rows and four columns. */
export const realProduct: Piece = {
  addresses: [6, 9, 12],
  fits: () => true,
  write(code, [form, added, count, rows, inner, cols, , cRow, cBlock, , aRow, aBlock, , bRow, bBlock], pointers) {
    const real = code.target.rowBytes;
    const [aDown, aInner] = form === transposeFirst ? [real, aRow] : [aRow, real];
    const [bInner, bRight] = form === transposeSecond ? [real, bRow] : [bRow, real];
    eachBlock(code, count, pointers, [cBlock, aBlock, bBlock], ([blockC, blockA, b]) =>
      eachStrip(code, { size: rows, height: 2, strides: [cRow, aDown] }, [blockC, blockA], (height, [stripC, a]) =>
        eachStrip(code, { size: cols, height: 4, strides: [real, bRight] }, [stripC, b], (width, [c, columns]) =>
          eachVector(code, [c, a, columns], (places) => {
            const strides = { cRow, aDown, aInner, bInner, bRight };
            tile(code, places, { height, width, inner, isAdded: added !== 0, ...strides });
          }),
        ),
      ),
    );
  },
};

const transposeFirst = 1;
const transposeSecond = 2;

interface Strips {
  /** Rows or columns of all strips together, and of one; the last one may be lower. */
  readonly size: number;
  readonly height: number;
  /** Bytes from a row or column to the next, one for each matrix. */
  readonly strides: readonly number[];
}

/** Writes `body` for strips of a matrix, with pointers to where each begins. */
function eachStrip(
  code: Code,
  { size, height, strides }: Strips,
  pointers: readonly Local[],
  body: (height: number, pointers: readonly Local[]) => void,
): void {
  const whole = Math.floor(size / height);
  const moving = copies(code, pointers);
  const steps = moving.map((pointer, i) => [pointer, height * strides[i]] as const);
  code.repeat(whole, steps, () => body(height, moving));
  const rest = size - whole * height;
  if (rest === 0) return;
  const last = pointers.map((pointer, i) => code.pointer(at(pointer, whole * height * strides[i])));
  body(rest, last);
}

interface Tile {
  readonly height: number;
  readonly width: number;
  readonly inner: number;
  readonly isAdded: boolean;
  readonly cRow: number;
  readonly aDown: number;
  readonly aInner: number;
  readonly bInner: number;
  readonly bRight: number;
}

/** C = A B or C += A B for one vector of `height` x `width` entries, with their sums in registers. */
function tile(code: Code, [c, firstA, firstB]: readonly Local[], shape: Tile): void {
  const { height, width, inner, isAdded, cRow, aDown, aInner, bInner, bRight } = shape;
  const sums = Array.from({ length: height }, () => Array.from({ length: width }, () => code.vector(code.constant(0))));
  const [a, b] = copies(code, [firstA, firstB]);
  const steps = [
    [a, aInner],
    [b, bInner],
  ] as const;
  code.repeat(inner, steps, () => {
    const column = sums.map((_, i) => code.vector(code.load(at(a, i * aDown))));
    for (let j = 0; j < width; j++) {
      const entry = code.vector(code.load(at(b, j * bRight)));
      sums.forEach((row, i) => {
        code.set(row[j], code.add(get(row[j]), code.mul(get(column[i]), get(entry))));
      });
    }
  });
  sums.forEach((row, i) => {
    row.forEach((sum, j) => {
      const place = at(c, i * cRow + j * code.target.rowBytes);
      code.store(place, isAdded ? code.add(code.load(place), get(sum)) : get(sum));
    });
  });
}

import { at, type Code, type Local, vectorBytes } from './code.ts';

/** How one of the general kernels is written for given arguments. */
export interface Piece {
  /** Places of the matrices' addresses among the arguments. */
  readonly addresses: readonly number[];
  /** Whether it is to be written for these arguments; the general kernel is called otherwise. */
  fits(args: readonly number[]): boolean;
  /** Writes the code, given the locals with the addresses. */
  write(code: Code, args: readonly number[], pointers: readonly Local[]): void;
}

/** Writes `body` as a loop over the vectors of a row, with pointers of its own, which it may move. */
export function eachVector(code: Code, pointers: readonly Local[], body: (pointers: readonly Local[]) => void): void {
  const vectors = code.target.rowBytes / vectorBytes;
  const moving = copies(code, pointers);
  code.repeat(
    vectors,
    moving.map((pointer) => [pointer, vectorBytes] as const),
    () => body(copies(code, moving)),
  );
}

/** Writes `body` as a loop over blocks that lie `strides` apart, with pointers of its own, which it may move. */
export function eachBlock(
  code: Code,
  count: number,
  pointers: readonly Local[],
  strides: readonly number[],
  body: (pointers: readonly Local[]) => void,
): void {
  const moving = copies(code, pointers);
  code.repeat(
    count,
    moving.map((pointer, i) => [pointer, strides[i]] as const),
    () => body(count === 1 ? moving : copies(code, moving)),
  );
}

export function copies(code: Code, pointers: readonly Local[]): Local[] {
  return pointers.map((pointer) => code.pointer(at(pointer)));
}

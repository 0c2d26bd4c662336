/** Element types that arrays of files are turned into. */
export type FloatType = 'float32' | 'float64';

/** An array of numbers: the last index fastest, complex entries as re, im. */
export interface DenseArray {
  readonly shape: readonly number[];
  readonly complex: boolean;
  readonly values: Float32Array | Float64Array;
}

/** An array in a file that has not been read yet. */
export interface ArrayInFile {
  /** The name of the variable; empty where the file holds one array without a name. */
  readonly name: string;
  readonly shape: readonly number[];
  readonly complex: boolean;
  /** @throws UserError where the file is damaged */
  read(type: FloatType): Promise<DenseArray>;
}

/** More entries than any array here has: a header that announces them is damaged, or hostile. */
export const mostEntries = 2 ** 30;

export function entriesOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

export function emptyArray(shape: readonly number[], complex: boolean, type: FloatType): DenseArray {
  const length = entriesOf(shape) * (complex ? 2 : 1);
  return { shape, complex, values: type === 'float32' ? new Float32Array(length) : new Float64Array(length) };
}

/** Where entries that come with their first index fastest belong when the last is to be: call `next` once an entry. */
export class FirstIndexFastest {
  readonly #shape: readonly number[];
  readonly #strides: readonly number[];
  readonly #index: number[];
  #at = 0;

  constructor(shape: readonly number[]) {
    this.#shape = shape;
    this.#strides = shape.map((_, axis) => entriesOf(shape.slice(axis + 1)));
    this.#index = shape.map(() => 0);
  }

  next(): number {
    const at = this.#at;
    for (let axis = 0; axis < this.#shape.length; axis++) {
      this.#at += this.#strides[axis];
      if (++this.#index[axis] < this.#shape[axis]) break;
      this.#at -= this.#strides[axis] * this.#shape[axis];
      this.#index[axis] = 0;
    }
    return at;
  }
}

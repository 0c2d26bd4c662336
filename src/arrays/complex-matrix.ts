/** A complex matrix, row by row, entries as re, im. */
export interface ComplexMatrix {
  readonly rows: number;
  readonly columns: number;
  readonly data: Float64Array;
}

/** A real matrix, row by row. */
export interface RealMatrix {
  readonly rows: number;
  readonly columns: number;
  readonly data: Float64Array;
}

/** [Re A, -Im A; Im A, Re A], eq. (5): products of such matrices are those of the complex ones. */
export function realForm({ rows, columns, data }: ComplexMatrix): RealMatrix {
  const real = new Float64Array(4 * rows * columns);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      const re = data[2 * (i * columns + j)];
      const im = data[2 * (i * columns + j) + 1];
      const top = i * 2 * columns + j;
      const bottom = (i + rows) * 2 * columns + j;
      real[top] = re;
      real[top + columns] = -im;
      real[bottom] = im;
      real[bottom + columns] = re;
    }
  }
  return { rows: 2 * rows, columns: 2 * columns, data: real };
}

/** Sum of the squared magnitudes of all entries. */
export function squaredNorm(data: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < data.length; i++) sum += data[i] * data[i];
  return sum;
}

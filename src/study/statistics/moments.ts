/**
 * Means and sums of squared deviations of one or two columns, updated value by value (Welford), so that neither a large mean
 * nor the way values are split over calls costs accuracy or changes a bit.
 */
export class Moments {
  readonly columns: 1 | 2;
  n = 0;
  /** Mean of each column; the second stays 0 with one column. */
  readonly means: [number, number] = [0, 0];
  /** Sum of squared deviations from the mean, each column. */
  readonly squares: [number, number] = [0, 0];
  /** Sum of the products of both columns' deviations. */
  products = 0;

  constructor(columns: 1 | 2) {
    this.columns = columns;
  }

  /** Adds trials in order, their columns side by side. */
  add(values: Float64Array): void {
    const { columns, means, squares } = this;
    for (let i = 0; i < values.length; i += columns) {
      this.n++;
      const da = values[i] - means[0];
      means[0] += da / this.n;
      squares[0] += da * (values[i] - means[0]);
      if (columns === 1) continue;
      const db = values[i + 1] - means[1];
      means[1] += db / this.n;
      squares[1] += db * (values[i + 1] - means[1]);
      this.products += da * (values[i + 1] - means[1]);
    }
  }
}

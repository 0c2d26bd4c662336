import { decibelBatch } from '../../contracts/problem.ts';
import { decibels } from './decibels.ts';
import { Moments } from './moments.ts';

/** The mean over batches of 10 log10 of the mean in the batch, with what its standard error by the delta method needs. */
export interface BatchMean {
  /** Trials. */
  readonly n: number;
  /** NaN or infinite where the mean of a batch is not positive. */
  readonly mean: number;
  /** Sum of the squared {@link batchInfluences} of the trials. */
  readonly squares: number;
}

/** The trials of consecutive batches, in order, however they are split over calls. */
export class BatchMeans {
  #n = 0;
  #batches = 0;
  /** Over full batches: sum of their decibels, and of their relative squared deviations. */
  #decibels = 0;
  #squares = 0;
  #last = new Moments(1);

  add(values: Float64Array): void {
    for (let i = 0; i < values.length; ) {
      const end = Math.min(values.length, i + decibelBatch - this.#last.n);
      this.#last.add(values.subarray(i, end));
      this.#n += end - i;
      i = end;
      if (this.#last.n === decibelBatch) this.#close();
    }
  }

  result(): BatchMean {
    const { n, means, squares } = this.#last;
    const all = this.#batches + (n > 0 ? 1 : 0);
    const share = (size: number) => (decibels * this.#n) / (all * size);
    const full = share(decibelBatch) ** 2 * this.#squares;
    if (n === 0) return { n: this.#n, mean: this.#decibels / all, squares: full };
    const mean = (this.#decibels + decibels * Math.log(means[0])) / all;
    return { n: this.#n, mean, squares: full + share(n) ** 2 * (squares[0] / means[0] ** 2) };
  }

  #close(): void {
    const { means, squares } = this.#last;
    this.#batches++;
    this.#decibels += decibels * Math.log(means[0]);
    this.#squares += squares[0] / means[0] ** 2;
    this.#last = new Moments(1);
  }
}

/** By how much each trial pulls the mean of the batches' decibels, times the number of trials: these sum to zero in each batch. */
export function batchInfluences(values: Float64Array): Float64Array {
  const batches = Math.ceil(values.length / decibelBatch);
  const influences = new Float64Array(values.length);
  for (let first = 0; first < values.length; first += decibelBatch) {
    const batch = values.subarray(first, first + decibelBatch);
    const mean = batch.reduce((sum, value) => sum + value, 0) / batch.length;
    const share = (decibels * values.length) / (batches * batch.length);
    for (let i = 0; i < batch.length; i++) influences[first + i] = share * (batch[i] / mean - 1);
  }
  return influences;
}

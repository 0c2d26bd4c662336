import type { Metric } from '../../../contracts/problem.ts';
import type { Instance } from '../instance.ts';
import type { Solution } from '../solution.ts';
import { relativeErrors } from './errors.ts';

/** Normalized mean squared error, eq. (24): the mean over samples of ||H^'' - H''||^2 / ||H''||^2, in dB. */
export const nmse: Metric<Instance, Solution> = {
  name: 'nmse',
  title: 'NMSE',
  unit: 'dB',
  kind: 'mean-db',
  measure: relativeErrors,
};

/** The same errors as some released test loops average them: the decibels of batches of 200 samples. Never above `nmse`. */
export const nmseOfBatches: Metric<Instance, Solution> = {
  name: 'nmse-of-batches',
  title: 'NMSE, mean of the dB of batches',
  unit: 'dB',
  kind: 'batch-mean-db',
  measure: relativeErrors,
};

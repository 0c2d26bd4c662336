import { zeroForcing } from '../../../downlink/linear-precoders.ts';
import { closedForm } from './closed-form.ts';

/**
 * Regularized zero-forcing: V = Htilde^H (Htilde Htilde^H + (sigma^2 K d / P) I)^-1 with Htilde (K d x M) the channels to the d
 * strongest antennas of every user, columns scaled to equal power P / (K d). The ridge is noise power over power a stream, which
 * maximises the SINR of many equally strong users (Peel, Hochwald and Swindlehurst, 2005). Costs as much as zero-forcing.
 */
export const regularizedZeroForcing = closedForm(
  'regularized-zero-forcing',
  'Regularized zero-forcing at the d strongest antennas of every user (all where d = N), ridge sigma^2 K d / P, equal power for every stream',
  (V, instance, group) => zeroForcing(V, instance, group, (instance.sigma2 * instance.K * instance.d) / instance.P),
);

import { zeroForcing as precode } from '../../../downlink/linear-precoders.ts';
import { closedForm } from './closed-form.ts';

/**
 * Zero-forcing: V = Htilde^H (Htilde Htilde^H)^-1 with Htilde (K d x M) the channels to the d strongest antennas of every user,
 * columns scaled to equal power P / (K d). No selected antenna receives the stream of another; this takes K d <= M, a
 * SolutionError otherwise. Costs 4 M (K d)^2 + 8/3 (K d)^3 + 8 M (K d)^2 real operations.
 * Our choice where the field has several: equal power for streams, and channel inversion rather than block diagonalization.
 */
export const zeroForcing = closedForm(
  'zero-forcing',
  'Zero-forcing by channel inversion at the d strongest antennas of every user (all where d = N), equal power for every stream',
  (V, instance, group) => precode(V, instance, group, 0),
);

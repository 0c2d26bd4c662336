import { maximumRatio } from '../../../downlink/linear-precoders.ts';
import { closedForm } from './closed-form.ts';

/**
 * Maximum ratio transmission: every stream is matched to the channel of one receive antenna, v = h^H, and all K d streams get
 * the same power P / (K d). With d < N the d strongest antennas of a user are served. Costs 8 M K d real operations.
 * Our choice where the field has several: equal power for streams, not one common factor, which is the start strongest-rows.
 */
export const mrt = closedForm(
  'mrt',
  'Maximum ratio transmission to the d strongest antennas of every user (all where d = N), equal power for every stream',
  (V, instance, group) => {
    maximumRatio(V, instance, group);
    return [];
  },
);

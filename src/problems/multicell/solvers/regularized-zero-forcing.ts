import { z } from 'zod';
import { invert, ridgeOf } from '../precoders.ts';
import { allocationParameter, closedForm, usersParameter } from './closed-form.ts';

/**
 * Regularized zero-forcing, V = (Hbar^H Hbar + (U Nr sigma^2 / P) I)^-1 H^H at every station, Hbar its channels to all users of its own
 * cell or of all cells, H those to the users that it serves. The ridge is noise power over power a stream, which maximises the SINR of
 * many equally strong users (Peel, Hochwald and Swindlehurst, 2005). Costs, with n the rows of Hbar and s = min(n, Nt), at most
 * 4 Nt n s + 8/3 s^3 + 8 Nt s U Nr real operations a station.
 */
export const regularizedZeroForcing = closedForm(
  'regularized-zero-forcing',
  'Regularized zero-forcing with ridge U Nr sigma^2 / P, of the own cell or of all cells',
  z.strictObject({ users: usersParameter, allocation: allocationParameter }),
  (V, instance, group, { users }) => invert(V, instance, group, ridgeOf(instance), users),
);

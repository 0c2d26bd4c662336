import { z } from 'zod';
import { invert } from '../precoders.ts';
import { allocationParameter, closedForm, usersParameter } from './closed-form.ts';

/**
 * Zero-forcing by channel inversion, V = Hbar^H (Hbar Hbar^H)^-1 at every station, Hbar its channels to all users of its own cell or of
 * all cells, of which it sends to its own. No user taken into account receives another's streams from the station. This takes U Nr <= Nt
 * or B U Nr <= Nt, a SolutionError otherwise. Costs, with n the rows of Hbar, 4 Nt n^2 + 8/3 n^3 + 8 Nt n U Nr real operations a station.
 */
export const zeroForcing = closedForm(
  'zero-forcing',
  'Zero-forcing by channel inversion, of the own cell or of all cells',
  z.strictObject({ users: usersParameter, allocation: allocationParameter }),
  (V, instance, group, { users }) => invert(V, instance, group, 0, users),
);

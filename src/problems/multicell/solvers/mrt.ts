import { z } from 'zod';
import { maximumRatio } from '../precoders.ts';
import { allocationParameter, closedForm } from './closed-form.ts';

/**
 * Maximum ratio transmission: every stream is matched to the channel from the user's own station to one of his antennas, V_k = H_k^H,
 * brought to the power of the station. Costs nothing beside the scaling, 8 Nt Nr real operations a user.
 */
export const mrt = closedForm(
  'mrt',
  'Maximum ratio transmission',
  z.strictObject({ allocation: allocationParameter }),
  maximumRatio,
);

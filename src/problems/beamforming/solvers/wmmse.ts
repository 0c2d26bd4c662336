import { formFor } from '../../../downlink/wmmse-iterate.ts';
import { type ScaledParameters, scaledOperations, scaledParameters, solveScaled } from '../scaled-wmmse.ts';
import type { BeamformingSolver } from '../solver.ts';

/**
 * WMMSE in the form without a power constraint, eqs. (6)-(11) of Pellaco and Jalden (after Hu et al.): the noise in every MSE
 * matrix grows with the power that V spends, c = sigma^2 / P sum_m Tr(V_m V_m^H), so that scaling V changes nothing, and V is
 * brought to power P, eq. (8), where it is reported. One iteration is U_k = Q_k^-1 H_k V_k, W_k = (I - U_k^H H_k V_k)^-1,
 * V_k = alpha_k R^-1 H_k^H U_k W_k; the rate of its V never falls. It is computed in the space of the streams or in that of the antennas,
 * whichever is smaller: see MmseReceiver with GramTransmitter or FullTransmitter, which count the operations.
 */
export const wmmse: BeamformingSolver<ScaledParameters> = {
  name: 'wmmse',
  summary: 'WMMSE without a power multiplier, eq. (9) of Pellaco and Jalden, scaled to the transmit power',
  parameters: scaledParameters,
  reports: 'every iteration',
  flops: (shape) => scaledOperations(shape, formFor(shape)),
  solve(instance, options, observer) {
    solveScaled(instance, formFor(instance), options, observer);
  },
};

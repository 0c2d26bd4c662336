import { type ScaledParameters, scaledOperations, scaledParameters, solveScaled } from '../scaled-wmmse.ts';
import type { BeamformingSolver } from '../solver.ts';

/**
 * R-WMMSE of Zhao, Lu, Shi and Luo, "Rethinking WMMSE: can its complexity scale linearly with the number of BS antennas?" (2023), for one
 * base station: V = H^H B, and the iteration of eq. (9) of Pellaco and Jalden in terms of B and G = H H^H, so that beyond forming G and the
 * V that is reported its cost does not depend on M. The same iterates as those of `wmmse`, from its second on; a start that is not
 * in the range of H^H is left in the first. Computed, and counted, in MmseReceiver and GramTransmitter, also for K d > M, where S + r I has
 * the condition of its ridge.
 */
export const rWmmse: BeamformingSolver<ScaledParameters> = {
  name: 'r-wmmse',
  summary: 'R-WMMSE of Zhao et al. (2023): WMMSE in the space of the streams, at a cost that does not depend on M',
  parameters: scaledParameters,
  reports: 'every iteration',
  flops: (shape) => scaledOperations(shape, 'gram'),
  solve(instance, options, observer) {
    solveScaled(instance, 'gram', options, observer);
  },
};

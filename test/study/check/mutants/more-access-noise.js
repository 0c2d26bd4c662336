// Massive access with noise power 5 % too large.
import { massiveAccess } from '../../../../build/src/problems/massive-access/problem.js';

export default {
  ...massiveAccess,
  draw: (scenario, ...rest) => massiveAccess.draw({ ...scenario, snr: scenario.snr - 10 * Math.log10(1.05) }, ...rest),
};

// Noise power 5 % too large.
import { beamforming } from '../../../../build/src/problems/beamforming/problem.js';

export default {
  ...beamforming,
  draw: (...given) => {
    const instance = beamforming.draw(...given);
    return { ...instance, sigma2: 1.05 * instance.sigma2 };
  },
};

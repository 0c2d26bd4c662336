import type { Problem } from '../../contracts/problem.ts';
import { rayleigh } from '../../downlink/channels.ts';
import type { Solution } from '../../downlink/solution.ts';
import { type Instance, instanceOf } from './instance.ts';
import { objective } from './metrics/objective.ts';
import { power, powerViolation } from './metrics/power.ts';
import { kkt } from './metrics/stationarity.ts';
import { wsr, wsrNats } from './metrics/weighted-sum-rate.ts';
import { adaptOwnSolver } from './own-solver.ts';
import { openChannels, recordedChannels } from './recorded.ts';
import { type BeamformingScenario, scenarioSchema } from './scenario.ts';

/**
 * Weighted-sum-rate maximisation in the downlink of one base station, problem (3) of Pellaco and Jalden: beamformers V_k
 * (M x d) for K users with channels H_k (N x M), under the transmit power P.
 */
export const beamforming: Problem<Instance, Solution> = {
  id: 'beamforming',
  title: 'MU-MIMO downlink beamforming (weighted sum rate)',
  scenario: scenarioSchema,
  axes: ['M', 'K', 'N', 'd', 'snr', 'offset', 'alpha'],
  sharedDraws: ['d', 'snr', 'offset', 'alpha'],
  metrics: { wsr, 'wsr-nats': wsrNats, objective, power, kkt },
  defaultMetric: 'wsr',
  blockSize: 1000,
  solvers: {
    wmmse: async () => (await import('./solvers/wmmse.ts')).wmmse,
    'wmmse-bisection': async () => (await import('./solvers/wmmse-bisection.ts')).wmmseBisection,
    'mif-wmmse': async () => (await import('./solvers/mif-wmmse.ts')).mifWmmse,
    'unfolded-mif-wmmse': async () => (await import('./solvers/unfolded-mif-wmmse.ts')).unfoldedMifWmmse,
    iaidnn: async () => (await import('./solvers/iaidnn.ts')).iaidnn,
    'gradient-ascent': async () => (await import('./solvers/gradient-ascent.ts')).gradientAscent,
    adam: async () => (await import('./solvers/adam.ts')).adam,
    lagd: async () => (await import('./solvers/lagd.ts')).lagd,
    mrt: async () => (await import('./solvers/mrt.ts')).mrt,
    'zero-forcing': async () => (await import('./solvers/zero-forcing.ts')).zeroForcing,
    'regularized-zero-forcing': async () =>
      (await import('./solvers/regularized-zero-forcing.ts')).regularizedZeroForcing,
  },
  draw(scenario, range, streams, recorded) {
    const given = scenario as BeamformingScenario;
    const H = recorded === undefined ? rayleigh(given, range, streams) : recordedChannels(recorded, range);
    return instanceOf(given, range, H, streams);
  },
  violation: powerViolation,
  open: openChannels,
  adapt: adaptOwnSolver,
};

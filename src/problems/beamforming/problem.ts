import type { Problem } from '../../contracts/problem.ts';
import { recordedChannels } from '../../downlink/recorded-channels.ts';
import type { Solution } from '../../downlink/solution.ts';
import { wsr, wsrNats } from '../../downlink/weighted-sum-rate.ts';
import { foreign } from './foreign.ts';
import { drawInstance, type Instance, instanceOf } from './instance.ts';
import { objective } from './metrics/objective.ts';
import { power } from './metrics/power.ts';
import { kkt } from './metrics/stationarity.ts';
import { openChannels } from './recorded.ts';
import { type BeamformingScenario, scenarioSchema } from './scenario.ts';
import { solvers } from './solvers/index.ts';

/**
 * Weighted-sum-rate maximisation in the downlink of one base station, problem (3) of Pellaco and Jalden: beamformers V_k
 * (M x d) for K users with channels H_k (N x M), under the transmit power P.
 */
export const beamforming: Problem<Instance, Solution, BeamformingScenario> = {
  id: 'beamforming',
  title: 'MU-MIMO downlink beamforming (weighted sum rate)',
  scenario: scenarioSchema,
  axes: ['M', 'K', 'N', 'd', 'snr', 'offset', 'alpha'],
  sharedDraws: ['d', 'snr', 'offset', 'alpha'],
  metrics: { wsr, 'wsr-nats': wsrNats, objective, power: power.metric, kkt },
  defaultMetric: 'wsr',
  blockSize: 1000,
  solvers,
  draw(scenario, range, streams, recorded) {
    if (recorded === undefined) return drawInstance(scenario, range, streams);
    return instanceOf(scenario, range, recordedChannels(recorded, range), streams);
  },
  violation: power.violation,
  arrays: ({ H, K, N, M, range }) => [
    { name: 'H', shape: [range.count, K, N, M], complex: true, values: H, perTrial: true },
  ],
  open: openChannels,
  foreign,
};

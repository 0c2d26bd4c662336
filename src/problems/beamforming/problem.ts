import type { DrawnArray, Problem } from '../../contracts/problem.ts';
import type { Solution } from '../../downlink/solution.ts';
import { wsr, wsrNats } from '../../downlink/weighted-sum-rate.ts';
import { channelAxes } from './channels/axes.ts';
import { foreign } from './foreign.ts';
import { drawInstance, type Instance, knownOf, type WholeInstance, wholeInstance } from './instance.ts';
import { objective } from './metrics/objective.ts';
import { power } from './metrics/power.ts';
import { kkt } from './metrics/stationarity.ts';
import { type ChannelRecord, channelsOf, openChannels } from './recorded.ts';
import { type BeamformingScenario, scenarioSchema } from './scenario.ts';
import { solvers } from './solvers/index.ts';

/**
 * Weighted-sum-rate maximisation in the downlink of one base station, problem (3) of Pellaco and Jalden: beamformers V_k
 * (M x d) for K users with channels H_k (N x M), under the transmit power P.
 */
export const beamforming: Problem<WholeInstance, Solution, BeamformingScenario, Instance> = {
  id: 'beamforming',
  title: 'MU-MIMO downlink beamforming (weighted sum rate)',
  scenario: scenarioSchema,
  axes: ['M', 'K', 'N', 'd', 'snr', 'offset', 'alpha', ...channelAxes],
  sharedDraws: ['d', 'snr', 'offset', 'alpha', ...channelAxes],
  metrics: { wsr, 'wsr-nats': wsrNats, objective, power: power.metric, kkt },
  defaultMetric: 'wsr',
  blockSize: 1000,
  solvers,
  draw(scenario, range, streams, recorded) {
    if (recorded === undefined) return drawInstance(scenario, range, streams);
    return wholeInstance(scenario, range, channelsOf(recorded as ChannelRecord, range), streams);
  },
  known: knownOf,
  violation: power.violation,
  arrays({ H, K, N, M, range, estimate }) {
    const array = (name: string, values: Float64Array): DrawnArray => ({
      ...{ name, values },
      ...{ shape: [range.count, K, N, M], complex: true, perTrial: true },
    });
    return [array('H', H), ...(estimate === undefined ? [] : [array('estimate', estimate.H)])];
  },
  open: openChannels,
  foreign,
};

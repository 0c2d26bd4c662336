import type { Problem } from '../../contracts/problem.ts';
import { recordedChannels } from '../../downlink/recorded-channels.ts';
import type { Solution } from '../../downlink/solution.ts';
import { wsr } from '../../downlink/weighted-sum-rate.ts';
import { foreign } from './foreign.ts';
import { drawInstance, type Instance, instanceOf } from './instance.ts';
import { power } from './metrics/power.ts';
import { kkt } from './metrics/stationarity.ts';
import { sumRate } from './metrics/sum-rate.ts';
import { openChannels } from './recorded.ts';
import { type MulticellScenario, scenarioSchema } from './scenario.ts';
import { solvers } from './solvers/index.ts';

/**
 * Sum-rate maximisation in the downlinks of several stations that disturb each other, problem (1) of Song et al.: beamformers V_bu
 * (Nt x Nr) of U users at each of B stations, under the transmit power P of every station.
 */
export const multicell: Problem<Instance, Solution, MulticellScenario> = {
  id: 'multicell',
  title: 'Multi-cell MU-MIMO downlink (sum rate, a power constraint for every station)',
  scenario: scenarioSchema,
  axes: ['B', 'U', 'Nt', 'Nr', 'isd', 'snr', 'P', 'alpha', 'layout', 'noise'],
  sharedDraws: ['isd', 'snr', 'P', 'alpha', 'layout', 'noise'],
  metrics: { 'sum-rate': sumRate, wsr, power: power.metric, kkt },
  defaultMetric: 'sum-rate',
  blockSize: 250,
  solvers,
  draw(scenario, range, streams, recorded) {
    if (recorded === undefined) return drawInstance(scenario, range, streams);
    return instanceOf(scenario, range, recordedChannels(recorded, range), streams);
  },
  violation: power.violation,
  arrays: ({ H, B, K, N, M, range }) => [
    { name: 'H', shape: [range.count, B, K, N, M], complex: true, values: H, perTrial: true },
  ],
  open: openChannels,
  foreign,
};

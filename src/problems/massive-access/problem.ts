import type { Problem } from '../../contracts/problem.ts';
import { recordedChannels } from '../../downlink/recorded-channels.ts';
import { drawnArrays } from './drawn-arrays.ts';
import { foreign } from './foreign.ts';
import { drawInstance, type Instance } from './instance.ts';
import { activityError } from './metrics/activity-error.ts';
import { nmse, notFinite } from './metrics/nmse.ts';
import { openNetwork } from './network-file.ts';
import { readPreambles } from './preambles/own.ts';
import { openChannels } from './recorded.ts';
import { type MassiveAccessScenario, scenarioSchema } from './scenario.ts';
import type { Solution } from './solution.ts';
import { solvers } from './solvers/index.ts';

/**
 * Joint activity detection and channel estimation for grant-free massive access, problem (4) of Shi, Choi, Shi and Zhou: N devices,
 * few of them active, send preambles of length L to a base station with M antennas, which finds who is active and its channel.
 */
export const massiveAccess: Problem<Instance, Solution, MassiveAccessScenario> = {
  id: 'massive-access',
  title: 'Grant-free massive access (joint activity detection and channel estimation)',
  scenario: scenarioSchema,
  axes: ['L', 'N', 'M', 'activity', 'preamble', 'kappa', 'columns', 'snr', 'realization', 'threshold'],
  sharedDraws: ['activity', 'preamble', 'kappa', 'columns', 'snr', 'realization', 'threshold'],
  metrics: { nmse, 'activity-error': activityError },
  defaultMetric: 'nmse',
  blockSize: 64,
  solvers,
  draw: (scenario, range, streams, recorded) =>
    drawInstance(scenario, range, streams, recorded && recordedChannels(recorded, range)),
  open: openChannels,
  readShared: readPreambles,
  violation: notFinite,
  arrays: drawnArrays,
  useDevice: async (device) => (await import('../../graph/use-device.ts')).useDevice(device),
  foreign,
  network: openNetwork,
};

import type { Problem } from '../../contracts/problem.ts';
import { foreign } from './foreign.ts';
import { drawnExamples, drawSamples, type Instance, instanceOf } from './instance.ts';
import { cosineSimilarity } from './metrics/cosine-similarity.ts';
import { nmse, nmseOfBatches } from './metrics/nmse.ts';
import { notFinite } from './metrics/not-finite.ts';
import { openSamples, recordedSamples } from './recorded.ts';
import { type CsiFeedbackScenario, scenarioSchema } from './scenario.ts';
import type { Solution } from './solution.ts';
import { solvers } from './solvers/index.ts';

/**
 * Feedback of downlink channel state information in FDD massive MIMO, problem (5) of Ma, He, Song, Zhang and Letaief: a user compresses
 * its angular-delay channel to a codeword, from which the base station reconstructs the channel.
 */
export const csiFeedback: Problem<Instance, Solution, CsiFeedbackScenario> = {
  id: 'csi-feedback',
  title: 'CSI feedback in FDD massive MIMO',
  scenario: scenarioSchema,
  axes: ['compression', 'bits', 'environment', 'Nt', 'Nc', 'Na'],
  sharedDraws: ['compression', 'bits'],
  metrics: { nmse, 'nmse-of-batches': nmseOfBatches, rho: cosineSimilarity },
  defaultMetric: 'nmse',
  blockSize: 500,
  solvers,
  draw(scenario, range, streams, recorded) {
    const X = recorded ? recordedSamples(recorded, range) : drawSamples(scenario, range, streams, 'channel');
    return instanceOf(scenario, range, X, drawnExamples(scenario, streams), streams);
  },
  violation: notFinite,
  arrays: ({ X, Na, Nt, range }) => [
    { name: 'X', shape: [range.count, 2, Na, Nt], complex: false, values: X, perTrial: true },
  ],
  open: openSamples,
  foreign,
  useDevice: async (device) => (await import('../../graph/use-device.ts')).useDevice(device),
};

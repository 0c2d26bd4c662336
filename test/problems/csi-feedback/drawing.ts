import { drawnExamples, drawSamples, type Instance, instanceOf } from '../../../src/problems/csi-feedback/instance.ts';
import { type CsiFeedbackScenario, scenarioSchema } from '../../../src/problems/csi-feedback/scenario.ts';
import { streamsFor } from '../../../src/random/streams.ts';

export const streams = streamsFor({ seed: 7, experiment: 'test', scenario: 'test' });

export function scenario(axes: Partial<CsiFeedbackScenario> = {}): CsiFeedbackScenario {
  return scenarioSchema.parse(axes);
}

/** Trials `first` ... of a scenario, the same at every call. */
export function instance(axes: Partial<CsiFeedbackScenario>, count: number, first = 0): Instance {
  const given = scenario(axes);
  const range = { first, count };
  const X = drawSamples(given, range, streams, 'channel');
  return instanceOf(given, range, X, drawnExamples(given, streams), streams);
}

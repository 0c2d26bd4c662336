import type { Streams } from '../../../random/streams.ts';
import { drawInstance } from '../instance.ts';
import type { MassiveAccessScenario } from '../scenario.ts';

/** Samples to learn from: what the network is given and what it should give, as the graphs take them. */
export interface Samples {
  readonly Y: Float32Array;
  readonly target: Float32Array;
}

/** Trials `first` ... of the training streams. */
export function drawSamples(scenario: MassiveAccessScenario, first: number, count: number, streams: Streams): Samples {
  const { Y, X } = drawInstance(scenario, { first, count }, streams);
  return { Y: Float32Array.from(Y), target: Float32Array.from(X) };
}

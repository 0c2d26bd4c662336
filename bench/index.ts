import type { Measurement } from './measurement.ts';

/** Every benchmark by its name on the command line, loaded only when it is run. */
export const benchmarks: Readonly<Record<string, () => Promise<Measurement[]>>> = {
  lanes: async () => (await import('./lanes.ts')).benchLanes(),
  graph: async () => (await import('./graph.ts')).benchGraph(),
  lagd: async () => (await import('./lagd.ts')).benchLagd(),
  'lista-gs': async () => (await import('./lista-gs.ts')).benchListaGs(),
  'l2o-sumrate': async () => (await import('./l2o-sumrate.ts')).benchL2oSumrate(),
  feedback: async () => (await import('./feedback.ts')).benchFeedback(),
};

import type { AnyProblem } from '../contracts/problem.ts';

/** Every problem by its id, loaded only when used. */
export const problems: Readonly<Record<string, () => Promise<AnyProblem>>> = {
  beamforming: async () => (await import('./beamforming/problem.ts')).beamforming,
  multicell: async () => (await import('./multicell/problem.ts')).multicell,
  'massive-access': async () => (await import('./massive-access/problem.ts')).massiveAccess,
  'csi-feedback': async () => (await import('./csi-feedback/problem.ts')).csiFeedback,
};

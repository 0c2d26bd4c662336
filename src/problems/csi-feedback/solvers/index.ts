import type { Solver } from '../../../contracts/problem.ts';
import type { Instance } from '../instance.ts';
import type { Solution } from '../solution.ts';

/** Every solver of the problem by its name, loaded only when used. An entry is a literal import and nothing else: the build reads it. */
export const solvers: Readonly<Record<string, () => Promise<Solver<Instance, Solution>>>> = {
  'principal-components': async () => (await import('./principal-components.ts')).principalComponents,
  channel: async () => (await import('./channel.ts')).channel,
  complexity: async () => (await import('./complexity.ts')).complexity,
  ista: async () => (await import('./ista.ts')).ista,
  ms4l2o: async () => (await import('./ms4l2o.ts')).ms4l2oSolver,
  csinet: async () => (await import('./csinet.ts')).csinet,
  transnet: async () => (await import('./transnet.ts')).transnet,
  'csi-l2o': async () => (await import('./csi-l2o.ts')).csiL2oSolver,
  tilista: async () => (await import('./tilista.ts')).tilista,
  'sm-csinet-plus': async () => (await import('./sm-csinet-plus.ts')).smCsinetPlus,
  'pm-csinet-plus': async () => (await import('./pm-csinet-plus.ts')).pmCsinetPlus,
};

import type { Solver } from '../../../contracts/problem.ts';
import type { Instance } from '../instance.ts';
import type { Solution } from '../solution.ts';

/** Every solver of the problem by its name, loaded only when used. An entry is a literal import and nothing else: the build reads it. */
export const solvers: Readonly<Record<string, () => Promise<Solver<Instance, Solution>>>> = {
  'ista-gs': async () => (await import('./ista-gs.ts')).istaGs,
  nesterov: async () => (await import('./nesterov.ts')).nesterov,
  'amp-mmv': async () => (await import('./amp-mmv.ts')).ampMmv,
  'amp-mmse': async () => (await import('./amp-mmse.ts')).ampMmse,
  'lista-gs': async () => (await import('./lista-gs.ts')).listaGs,
  'lista-gscp': async () => (await import('./lista-gscp.ts')).listaGscp,
  'alista-gs': async () => (await import('./alista-gs.ts')).alistaGs,
  'genie-ls': async () => (await import('./genie-ls.ts')).genieLs,
  'genie-mmse': async () => (await import('./genie-mmse.ts')).genieMmse,
};

import type { Solver } from '../../../contracts/problem.ts';
import type { Solution } from '../../../downlink/solution.ts';
import type { Instance } from '../instance.ts';

/** Every solver of the problem by its name, loaded only when used. An entry is a literal import and nothing else: the build reads it. */
export const solvers: Readonly<Record<string, () => Promise<Solver<Instance, Solution>>>> = {
  wmmse: async () => (await import('./wmmse.ts')).wmmse,
  'r-wmmse': async () => (await import('./r-wmmse.ts')).rWmmse,
  'wmmse-bisection': async () => (await import('./wmmse-bisection.ts')).wmmseBisection,
  'mif-wmmse': async () => (await import('./mif-wmmse.ts')).mifWmmse,
  'unfolded-mif-wmmse': async () => (await import('./unfolded-mif-wmmse.ts')).unfoldedMifWmmse,
  iaidnn: async () => (await import('./iaidnn.ts')).iaidnn,
  'gradient-ascent': async () => (await import('./gradient-ascent.ts')).gradientAscent,
  adam: async () => (await import('./adam.ts')).adam,
  lagd: async () => (await import('./lagd.ts')).lagd,
  mrt: async () => (await import('./mrt.ts')).mrt,
  'zero-forcing': async () => (await import('./zero-forcing.ts')).zeroForcing,
  'dominant-eigenmodes': async () => (await import('./dominant-eigenmodes.ts')).dominantEigenmodes,
  'block-diagonalization': async () => (await import('./block-diagonalization.ts')).blockDiagonalization,
  'regularized-zero-forcing': async () => (await import('./regularized-zero-forcing.ts')).regularizedZeroForcing,
};

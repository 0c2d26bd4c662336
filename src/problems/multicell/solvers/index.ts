import type { Solver } from '../../../contracts/problem.ts';
import type { Solution } from '../../../downlink/solution.ts';
import type { Instance } from '../instance.ts';

/** Every solver of the problem by its name, loaded only when used. An entry is a literal import and nothing else: the build reads it. */
export const solvers: Readonly<Record<string, () => Promise<Solver<Instance, Solution>>>> = {
  wmmse: async () => (await import('./wmmse.ts')).wmmse,
  'r-wmmse': async () => (await import('./r-wmmse.ts')).rWmmse,
  'structured-l2o': async () => (await import('./structured-l2o.ts')).structuredL2o,
  'structured-l2o-literal': async () => (await import('./structured-l2o-literal.ts')).structuredL2oLiteral,
  gnn: async () => (await import('./gnn.ts')).gnnSolver,
  mrt: async () => (await import('./mrt.ts')).mrt,
  'zero-forcing': async () => (await import('./zero-forcing.ts')).zeroForcing,
  'regularized-zero-forcing': async () => (await import('./regularized-zero-forcing.ts')).regularizedZeroForcing,
};

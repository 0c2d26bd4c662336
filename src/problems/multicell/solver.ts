import type { Parameters, Solver } from '../../contracts/problem.ts';
import type { Solution } from '../../downlink/solution.ts';
import type { Instance } from './instance.ts';
import type { MulticellScenario } from './scenario.ts';

/** A solver of this problem with parameters of type P. */
export type MulticellSolver<P = Parameters> = Solver<Instance, Solution, P, MulticellScenario>;

import type { Parameters, Solver } from '../../contracts/problem.ts';
import type { Instance } from './instance.ts';
import type { MassiveAccessScenario } from './scenario.ts';
import type { Solution } from './solution.ts';

/** A solver of this problem with parameters of type P. */
export type MassiveAccessSolver<P = Parameters> = Solver<Instance, Solution, P, MassiveAccessScenario>;

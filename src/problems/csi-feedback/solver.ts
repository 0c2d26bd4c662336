import type { Parameters, Solver } from '../../contracts/problem.ts';
import type { Instance } from './instance.ts';
import type { CsiFeedbackScenario } from './scenario.ts';
import type { Solution } from './solution.ts';

/** A solver of this problem with parameters of type `P`. */
export type CsiFeedbackSolver<P = Parameters> = Solver<Instance, Solution, P, CsiFeedbackScenario>;

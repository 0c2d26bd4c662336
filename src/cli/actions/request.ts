import { parseAxes } from '../../study/experiment/axis-values.ts';
import { parseSolver } from '../../study/experiment/solver-text.ts';
import type { Request } from '../../study/study.ts';
import type { Options } from '../options.ts';

type Given = Partial<Pick<Options, 'profile' | 'set' | 'solvers' | 'trials' | 'ciWidth' | 'seed' | 'device'>>;

/** What the options ask of an experiment. */
export function requestOf({ profile = 'quick', set, solvers, ...rest }: Given): Request {
  return {
    profile,
    ...(set !== undefined && { set: parseAxes(set) }),
    ...(solvers !== undefined && { solvers: solvers.map(parseSolver) }),
    ...rest,
  };
}

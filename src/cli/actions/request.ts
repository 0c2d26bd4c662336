import { defaultHosting, type Hosting } from '../../foreign/launch.ts';
import { parseAxes } from '../../study/experiment/axis-values.ts';
import { parseLabels, parseSolver } from '../../study/experiment/solver-text.ts';
import type { Request } from '../../study/study.ts';
import type { Options } from '../options.ts';

type Given = Partial<
  Pick<
    Options,
    | 'profile'
    | 'set'
    | 'solvers'
    | 'label'
    | 'trials'
    | 'ciWidth'
    | 'seed'
    | 'device'
    | 'fastMath'
    | 'python'
    | 'timeout'
  >
>;

/** How solvers of the user's own are run. */
export function hostingOf({
  python,
  timeout,
}: Readonly<{ python?: string | undefined; timeout?: number | undefined }>): Hosting {
  return {
    ...defaultHosting(),
    ...(python !== undefined && { python }),
    ...(timeout !== undefined && { timeout }),
  };
}

/** What the options ask of an experiment. */
export function requestOf({
  profile = 'quick',
  set,
  solvers,
  label,
  fastMath,
  python,
  timeout,
  ...rest
}: Given): Request {
  return {
    profile,
    ...(set !== undefined && { set: parseAxes(set) }),
    ...(solvers !== undefined && { solvers: solvers.map(parseSolver) }),
    ...(label !== undefined && { labels: parseLabels(label) }),
    ...(fastMath && { arithmetic: 'fast' }),
    hosting: hostingOf({ python, timeout }),
    ...rest,
  };
}

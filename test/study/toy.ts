import { z } from 'zod';
import type { AnyProblem, AnySolver } from '../../src/contracts/problem.ts';
import type { LoadedExperiment } from '../../src/study/experiment/plan.ts';
import { type Experiment, experimentSchema } from '../../src/study/experiment/schema.ts';

/** A solver that does nothing, for tests of what happens before solving. */
function solver(name: string, parameters: AnySolver['parameters'], rest: Partial<AnySolver> = {}) {
  return async (): Promise<AnySolver> => ({
    name,
    summary: name,
    parameters,
    reports: 'final',
    flops: (scenario) => Number(scenario.M) ** 2,
    solve: () => undefined,
    ...rest,
  });
}

/** A problem with the axes of a small downlink; it draws nothing. */
export const toyProblem: AnyProblem = {
  id: 'toy',
  title: 'Toy',
  scenario: z
    .strictObject({
      M: z.int().min(1).max(64).default(4),
      d: z.int().min(1).default(1),
      snr: z.number().default(10),
      preamble: z.enum(['gaussian', 'binary']).default('gaussian'),
    })
    .refine(({ M, d }) => d <= M, { error: 'accepted: at most M', path: ['d'] }),
  axes: ['M', 'd', 'snr', 'preamble'],
  sharedDraws: ['snr'],
  metrics: { rate: { name: 'rate', title: 'Rate', unit: 'bit/s/Hz', kind: 'mean', measure: () => undefined } },
  defaultMetric: 'rate',
  blockSize: 10,
  solvers: {
    plain: solver('plain', z.strictObject({})),
    deep: solver(
      'deep',
      z.strictObject({
        Ju: z.int().min(1).default(1),
        Jw: z.int().min(1).default(1),
        L: z.int().min(1).max(9).default(5),
        start: z.enum(['zero', 'random']).default('zero'),
      }),
    ),
    learned: solver('learned', z.strictObject({ L: z.int().default(5), steps: z.int().min(1).default(1000) }), {
      training: {
        version: 1,
        summary: 'none',
        plan: () => null,
        trainer: () => {
          throw new Error('is not trained');
        },
      },
    }),
  },
  draw: () => undefined,
  violation: () => undefined,
};

const code = { sha256: '0'.repeat(64), packages: {} };

/** The code that results of the toy come from. */
export const toyCode = { runner: code, problem: code, solvers: [] };

/** A valid experiment on the toy problem as written in its file. */
export const written = {
  id: 'toy/fig1',
  title: 'Toy',
  paper: 'toy',
  place: 'Fig. 1',
  problem: 'toy',
  scenarios: [{ snr: [0, 10] }],
  solvers: [{ solver: 'plain' }],
  metrics: ['rate'],
  profiles: { smoke: { trials: 2 }, quick: { trials: 20 }, paper: { trials: 200 } },
  figure: { encoding: { x: { field: 'snr' } } },
};

/** The written form of a valid experiment on the toy problem, with some of its keys replaced. */
export function toyExperiment(replaced: Record<string, unknown> = {}): Experiment {
  return experimentSchema.parse({ ...written, ...replaced });
}

/** The experiment as if read from `fig1.yaml`; places show the path that is asked for. */
export function loadedToy(replaced: Record<string, unknown> = {}): LoadedExperiment {
  return {
    experiment: toyExperiment(replaced),
    paper: { id: 'toy', title: 'Toys', authors: 'A. Child', arxiv: '0000.00000' },
    file: '/papers/toy/fig1.yaml',
    sha256: '0'.repeat(64),
    locate: (path) => `fig1.yaml:${path.join('.')}`,
  };
}

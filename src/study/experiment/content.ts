import { canonicalHash } from '../canonical.ts';
import { axisValues } from './axis-values.ts';
import { writtenGrids } from './expand.ts';
import type { LoadedExperiment } from './plan.ts';
import type { Grid, ProfileName } from './schema.ts';

/**
 * SHA-256 of each part of an experiment that numbers come from, as one profile has them: titles, labels, descriptions, figure and the
 * other profiles are no part of it, nor is how values are written (`0:5:10` or `[0, 5, 10]`).
 */
export function contentOf(loaded: LoadedExperiment, profile: ProfileName): Record<string, string> {
  const { problem, solvers, metrics, profiles, seed, compare } = loaded.experiment;
  const { trials, ciWidth, maxTrials, blockSize, training } = profiles[profile];
  const parts = {
    problem,
    scenarios: writtenGrids(loaded, { profile }).map(({ axes }) =>
      Object.fromEntries(
        Object.entries(axes).map(([axis, { values, place }]) => [axis, axisValues(values, axis, place)]),
      ),
    ),
    solvers: solvers.map(({ solver, parameters, each, along }) => ({
      solver,
      parameters,
      each: valuesOf(each),
      along,
    })),
    metrics,
    seed,
    trials: { trials, ciWidth, maxTrials, blockSize },
    training,
    compare,
  };
  const written = Object.entries(parts).filter(([, part]) => part !== undefined);
  return Object.fromEntries(written.map(([name, part]) => [name, canonicalHash(part)]));
}

function valuesOf(each: Grid): Record<string, unknown> {
  return Object.fromEntries(Object.entries(each).map(([name, values]) => [name, axisValues(values, name, name)]));
}

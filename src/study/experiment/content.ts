import { canonicalHash } from '../canonical.ts';
import { axisValues } from './axis-values.ts';
import { writtenGrids } from './expand.ts';
import type { LoadedExperiment } from './plan.ts';
import type { ProfileName } from './profile-names.ts';
import type { Grid } from './schema.ts';

/**
 * SHA-256 of each part of an experiment that numbers come from, as one profile has them. What only says how they are shown, or what is
 * timed, is no part of it, nor are the other profiles, nor how values are written (`0:5:10` or `[0, 5, 10]`); whatever the schema has beyond counts.
 */
export function contentOf(loaded: LoadedExperiment, profile: ProfileName): Record<string, string> {
  const { id, title, paper, place, figure, published, choices, times, profiles, scenarios, solvers, ...others } =
    loaded.experiment;
  const { training, scenarios: own, set, ...trials } = profiles[profile];
  const parts = {
    scenarios: writtenGrids(loaded, { profile }).map(({ axes }) =>
      Object.fromEntries(
        Object.entries(axes).map(([axis, { values, place: where }]) => [axis, axisValues(values, axis, where)]),
      ),
    ),
    solvers: solvers.map(({ label, mark, style, each, ...entry }) => ({ ...entry, each: valuesOf(each) })),
    ...others,
    trials,
    training,
  };
  const written = Object.entries(parts).filter(([, part]) => part !== undefined);
  return Object.fromEntries(written.map(([name, part]) => [name, canonicalHash(part)]));
}

function valuesOf(each: Grid): Record<string, unknown> {
  return Object.fromEntries(Object.entries(each).map(([name, values]) => [name, axisValues(values, name, name)]));
}

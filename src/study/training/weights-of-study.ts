import { statedChecksum } from '../../arrays/keyed-arrays.ts';
import type { DataSet } from '../../contracts/data-set.ts';
import type { AnySolver, Parameters, Scenario } from '../../contracts/problem.ts';
import { packageRoot } from '../../package-root.ts';
import { networkPlan } from './network-plan.ts';
import { findWeights, weightsKey } from './weights-file.ts';

/** Where the trained weights of a study are: the path of the file by content key. */
export type WeightsPaths = ReadonlyMap<string, string>;

/** Trees in which weights are looked for: that of `--out`, where new ones go, then that of the package. */
export function weightsTrees(out: string): readonly string[] {
  return [out, packageRoot];
}

/** The weights of these networks that are there already. */
export function findAllWeights(
  jobs: Iterable<{ readonly solver: string; readonly key: string }>,
  trees: readonly string[],
): WeightsPaths {
  const found = new Map<string, string>();
  for (const { solver, key } of jobs) {
    const path = findWeights(trees, solver, key);
    if (path !== null) found.set(key, path);
  }
  return found;
}

/** A weights file as a block depends on it and a worker opens it again. */
export interface WeightsReference {
  readonly path: string;
  /** Content key: what the weights were trained for. */
  readonly key: string;
  /** Checksum of the weights: retrained weights that differ give blocks of their own. */
  readonly sha256: string;
}

const checksums = new Map<string, string>();

/** The weights that a solver needs for a scenario: none, or a file, or a file that is still to be trained. */
export function weightsReference(
  paths: WeightsPaths,
  solver: AnySolver,
  scenario: Scenario,
  parameters: Parameters,
  data: DataSet | undefined,
): WeightsReference | 'untrained' | undefined {
  const plan = networkPlan(solver, scenario, parameters, data);
  if (plan === null) return undefined;
  const key = weightsKey(solver.name, solver.training!.version, plan);
  const path = paths.get(key);
  if (path === undefined) return 'untrained';
  return { path, key, sha256: checksumOf(path) };
}

/** The checksum that a weights file states, read once: who reads the weights sees whether it fits. */
export function checksumOf(path: string): string {
  const sha256 = checksums.get(path) ?? statedChecksum(path);
  checksums.set(path, sha256);
  return sha256;
}

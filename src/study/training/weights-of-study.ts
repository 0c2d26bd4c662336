import { readFileSync } from 'node:fs';
import type { AnySolver, Parameters, Scenario } from '../../problems/problem.ts';
import { weightsKey } from './weights-file.ts';

/** Where the trained weights of a study are: the path of the file by content key. */
export type WeightsPaths = ReadonlyMap<string, string>;

/** A weights file as a block depends on it and a worker opens it again. */
export interface WeightsReference {
  readonly path: string;
  /** Content key: what the weights were trained for. */
  readonly key: string;
  /** Checksum of the weights: retrained weights that differ give blocks of their own. */
  readonly sha256: string;
}

const seals = new Map<string, string>();

/**
 * The weights that a solver needs for a scenario; undefined where it needs none.
 *
 * @throws Error where they have not been provided (`provideWeights` comes first)
 */
export function weightsReference(
  paths: WeightsPaths,
  solver: AnySolver,
  scenario: Scenario,
  parameters: Parameters,
): WeightsReference | undefined {
  const plan = solver.training?.plan(scenario, parameters) ?? null;
  if (plan === null) return undefined;
  const key = weightsKey(solver.name, solver.training!.version, plan);
  const path = paths.get(key);
  if (path === undefined) throw new Error(`no weights of key ${key} for ${solver.name}`);
  const sha256 = seals.get(path) ?? sealOf(path);
  seals.set(path, sha256);
  return { path, key, sha256 };
}

/** The checksum that a sealed file carries in its first line. */
function sealOf(path: string): string {
  const [first] = readFileSync(path, 'utf8').split('\n', 1);
  return (JSON.parse(first) as { sha256: string }).sha256;
}

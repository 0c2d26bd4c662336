import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../src/package-root.ts';
import type { Measurement } from './measurement.ts';

/** Loss of a ratio from which it counts: what the same program loses and gains from run to run is less. */
const greatestLoss = 0.15;

export interface Lost {
  readonly name: string;
  readonly stored: number;
  readonly found: number;
}

/** Ratios of a peer's time to ours, as they were measured when this program was last known to be fast: `bench/ratios.json`. */
export function storedRatios(): Record<string, number> {
  return JSON.parse(readFileSync(join(packageRoot, 'bench/ratios.json'), 'utf8'));
}

/** The ratios among measurements, by their names. */
export function ratiosOf(measurements: readonly Measurement[]): Record<string, number> {
  const ratios = measurements.filter(({ name }) => name.endsWith(' / ours'));
  return Object.fromEntries(ratios.map(({ name, value }) => [name, value]));
}

/**
 * The ratios that are more than 15 % below what is stored of them; undefined where none of those that were measured is stored, or no peer is
 * there to compare with.
 */
export function lostAgainst(
  stored: Readonly<Record<string, number>>,
  found: Readonly<Record<string, number>>,
): Lost[] | undefined {
  const names = Object.keys(found).filter((name) => Object.hasOwn(stored, name));
  if (names.length === 0) return undefined;
  return names
    .filter((name) => found[name] < (1 - greatestLoss) * stored[name])
    .map((name) => ({ name, stored: stored[name], found: found[name] }));
}

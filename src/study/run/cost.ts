import { readFileSync } from 'node:fs';
import type { ProfileName } from '../experiment/profile-names.ts';
import { resultPaths } from '../results/result-paths.ts';

/** Seconds of one core that stored results took to compute, read without checking the rest; null where there are none. */
export function storedSeconds(folder: string, id: string, profile: ProfileName): number | null {
  try {
    const text = readFileSync(resultPaths(folder, id, profile).provenance, 'utf8');
    const { cost } = JSON.parse(text) as { cost?: { blockSeconds?: unknown } };
    return typeof cost?.blockSeconds === 'number' ? cost.blockSeconds : null;
  } catch {
    return null;
  }
}

import type { TestedClaim } from './schema.ts';

/** Keys under which a claim names curves. */
export const seriesKeys = ['above', 'below', 'of', 'to', 'from'] as const;

/** The claim about the networks of one training seed, which stands for `{seed}` in the names of curves. */
export function ofSeed(claim: TestedClaim, seed: number): TestedClaim {
  const named = Object.entries(claim)
    .filter(([key, value]) => (seriesKeys as readonly string[]).includes(key) && typeof value === 'string')
    .map(([key, value]) => [key, String(value).replaceAll('{seed}', String(seed))]);
  const { seeds: _, ...rest } = claim;
  return { ...rest, ...Object.fromEntries(named) } as TestedClaim;
}

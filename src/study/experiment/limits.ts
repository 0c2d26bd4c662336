/** More values than this in one range, or scenarios in one experiment, are taken for a slip. */
export const maxPoints = 10_000;

/** The same for the blocks of an experiment: their keys alone would take a minute to go through. */
export const maxBlocks = 2_000_000;

/** Intervals that are narrower say nothing: means are sums in double precision. */
export const minCiWidth = 1e-9;

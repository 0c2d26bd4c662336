/** Scales of an experiment, from the smallest. They stand apart so that listings need not load the schema. */
export const profileNames = ['smoke', 'quick', 'paper'] as const;

export type ProfileName = (typeof profileNames)[number];

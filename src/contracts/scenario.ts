/** One point of an experiment's grid: every axis of the problem with its value, validated and with defaults filled in. */
export type Scenario = Readonly<Record<string, number | string | boolean>>;

/** Validated parameters of a solver, defaults filled in. Canonical JSON of them is part of every stored block's key. */
export type Parameters = Readonly<Record<string, unknown>>;

/** Trials `first`, `first + 1`, ..., `first + count - 1` of a scenario. */
export interface TrialRange {
  readonly first: number;
  readonly count: number;
}

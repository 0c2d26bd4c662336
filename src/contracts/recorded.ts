import type { Scenario } from './scenario.ts';

/** Trials read from a user's file instead of drawn. */
export interface Recorded {
  /** Axes that the file fixes, for example K, N and M of a channel file. */
  readonly axes: Scenario;
  /** How many trials the file holds. */
  readonly trials: number;
  /** SHA-256 of the file: part of every stored block's key. */
  readonly sha256: string;
  /** The file's own data, in the problem's own form. */
  readonly data: unknown;
  /** One line on what the user may not have meant, where the data look so. */
  readonly caution?: string;
}

import type { Scenario } from './scenario.ts';

/** What is done to the channels of a user's file, as they are read. */
export interface Scaling {
  /** To a mean entry power of 1: of each trial by itself, or of all together. */
  readonly normalize?: 'trial' | 'all';
  /** Noise power in the unit of the channels' power: they are divided by its root, so that noise has power 1. */
  readonly noisePower?: number;
}

/** What a user's file holds that all trials share. */
export interface SharedFile {
  /** Axes that it fixes; one of them names its content, so that nothing computed with another is taken for it. */
  readonly axes: Scenario;
  readonly sha256: string;
}

/** Trials read from a user's file instead of drawn. */
export interface Recorded {
  /** Axes that the file fixes, for example K, N and M of a channel file. */
  readonly axes: Scenario;
  /** Axes that say how trials are drawn, which those of a file are not: no scenario may have them. */
  readonly drawnOnly?: readonly string[];
  /** How many trials the file holds. */
  readonly trials: number;
  /** SHA-256 of the file and of what was done to it: part of every stored block's key. */
  readonly sha256: string;
  /** The file's own data, in the problem's own form. */
  readonly data: unknown;
  /** One line on what the user may not have meant, where the data look so. */
  readonly caution?: string;
}

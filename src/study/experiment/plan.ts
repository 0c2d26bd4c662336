import type { DataSet } from '../../contracts/data-set.ts';
import type { AnyProblem, AnySolver, Parameters, Scenario } from '../../contracts/problem.ts';
import type { ProfileName } from './profile-names.ts';
import type { Experiment, Grid, Paper, Profile, SolverEntry } from './schema.ts';

/** What stands for the file of an experiment that the command line puts together. */
export const commandLine = 'command line';

/** An experiment as read from its file. */
export interface LoadedExperiment {
  readonly experiment: Experiment;
  readonly paper: Paper;
  /** Absolute path of the YAML file. */
  readonly file: string;
  /** SHA-256 of the file's bytes. */
  readonly sha256: string;
  /** `file:line:column` of a key or value by its path, for example `['scenarios', 0, 'd']`; of the nearest ancestor where absent. */
  locate(path: readonly PropertyKey[]): string;
}

/** One way to run a solver: its parameters, validated, with those of `each` filled in. */
export interface Run {
  readonly parameters: Parameters;
  /** SHA-256 of solver name and canonical parameters. */
  readonly hash: string;
  /** What stands in the `iteration` column where the solver reports none. */
  readonly iteration?: number;
}

/** One curve: an entry of the experiment's solvers. */
export interface Series {
  /** The CSV's `solver` column: the solver's name, with distinguishing parameter values where it occurs more than once. */
  readonly name: string;
  /** As printed: the entry's label, or the series' name. */
  readonly label: string;
  /** The entry of the experiment: how the solver is called there, its mark and style. */
  readonly entry: SolverEntry;
  readonly solver: AnySolver;
  /** One run, or one for every combination of the values in `each`. */
  readonly runs: readonly Run[];
}

/** One scenario of the grid. */
export interface Point {
  readonly scenario: Scenario;
  /** SHA-256 of the canonical scenario. */
  readonly hash: string;
  /** SHA-256 of the canonical scenario without the axes that share draws: scenarios with equal values see the same channels. */
  readonly drawHash: string;
}

/** What the command line changes in an experiment. */
export interface Overrides {
  readonly profile: ProfileName;
  /** `--set axis=v1,v2`: replaces that axis in every grid. */
  readonly set?: Grid;
  /** `--solvers a,b`: only entries whose solver or series has one of these names. */
  readonly solvers?: readonly string[];
  readonly trials?: number;
  readonly ciWidth?: number;
  readonly seed?: number;
}

/** An experiment, expanded and validated: everything that a run has to do, in the order of the CSV. */
export interface Plan {
  /** Of the experiment. */
  readonly id: string;
  readonly experiment: Experiment;
  readonly problem: AnyProblem;
  readonly profileName: ProfileName;
  /** The profile with `--trials` and `--ci-width` applied. */
  readonly profile: Profile;
  readonly blockSize: number;
  readonly seed: number;
  readonly metrics: readonly string[];
  /** Without duplicates, in the order of the file. */
  readonly points: readonly Point[];
  readonly series: readonly Series[];
  /** What networks are trained on, where the experiment says it. */
  readonly data?: DataSet;
  /** Number of the first trial: trials of a file stand behind those that networks are trained on. */
  readonly firstTrial: number;
}

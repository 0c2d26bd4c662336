import type { Options } from './options.ts';

/** One command: what its help says and what it does. */
export interface Command<Name extends keyof Options = never> {
  readonly name: string;
  /** As commander writes them: `<pattern...>`. */
  readonly arguments: Readonly<Record<string, string>>;
  readonly summary: string;
  /** Examples for its help, one a line. */
  readonly examples: readonly string[];
  readonly options: readonly Name[];
  /** What may stand after `--`, where anything may: `sbatch flags...`. */
  readonly rest?: string;
  /** Does it and returns the exit code. Whatever is slow to load is imported here. `all` are the program's commands, `rest` the words after `--`. */
  run(
    args: readonly string[],
    options: Partial<Pick<Options, Name>>,
    all: readonly Command<keyof Options>[],
    rest: readonly string[],
  ): Promise<number>;
}

/** A command, its options checked against what its `run` uses. */
export function command<Name extends keyof Options>(definition: Command<Name>): Command<keyof Options> {
  return definition as unknown as Command<keyof Options>;
}

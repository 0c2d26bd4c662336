import type { Command } from './command.ts';
import { list } from './list.ts';
import type { Options } from './options.ts';
import { run } from './run.ts';

/** Every command, in the order of the help. */
export const commands: readonly Command<keyof Options>[] = [run, list];

/** What `reproduce fig3` stands for. */
export const defaultCommand = run.name;

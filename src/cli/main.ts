import { Command as Commander, CommanderError, Option } from 'commander';
import { exitCodes, messages, UserError } from '../messages.ts';
import { version } from '../version.ts';
import type { Command } from './command.ts';
import { commands } from './commands/index.ts';
import { type Options, options } from './options.ts';
import { printable } from './terminal/printable.ts';

/** Runs the command line `argv` (as in process.argv) and returns the exit code. */
export async function main(argv: readonly string[]): Promise<number> {
  process.stdout.on('error', endOnBrokenOutput);
  process.stderr.on('error', () => {});
  let exitCode: number = exitCodes.done;
  const program = new Commander('reproduce')
    .description('Regenerates the figures and tables of learning-to-optimise wireless papers.')
    .version(version())
    .exitOverride()
    .showHelpAfterError(false)
    .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, 'reproduce: ')) });
  for (const command of commands) {
    program.addCommand(
      build(command, argv, (code) => (exitCode = code)),
      { isDefault: command === commands[0] },
    );
  }
  try {
    if (argv.length <= 2) program.outputHelp();
    else if (argv[2] === 'help') explain(program, argv[3]);
    else await program.parseAsync(argv);
    return exitCode;
  } catch (error) {
    return report(error);
  }
}

/** `reproduce help run`: what commander itself does of an unknown command is to print everything, without a word of what was wrong. */
function explain(program: Commander, name: string | undefined): void {
  const found = program.commands.find((command) => command.name() === name);
  if (found === undefined && name !== undefined && name !== 'help' && !name.startsWith('-'))
    throw new UserError(
      messages.unknownName(
        'command',
        name,
        program.commands.map((command) => command.name()),
      ),
    );
  (found ?? program).outputHelp();
}

function build(
  command: Command<keyof Options>,
  argv: readonly string[],
  finish: (exitCode: number) => void,
): Commander {
  const built = new Commander(command.name)
    .description(command.summary)
    .exitOverride()
    .showHelpAfterError(false)
    .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, 'reproduce: ')) });
  for (const [form, help] of Object.entries(command.arguments)) built.argument(form, help);
  for (const name of command.options) built.addOption(optionOf(name));
  if (command.rest !== undefined)
    built.usage(`[options] ${Object.keys(command.arguments).join(' ')} -- <${command.rest}>`);
  if (command.examples.length > 0) {
    built.addHelpText('after', `\nExamples:\n${command.examples.map((line) => `  $ reproduce ${line}`).join('\n')}`);
  }
  return built.action(async () => {
    const { before, rest } = command.rest === undefined ? { before: built.args, rest: [] } : atDashes(built.args, argv);
    finish(await command.run(before, namedAsInTable(command, built.opts()), commands, rest));
  });
}

/** Divides arguments into those before and after `--`, which commander leaves out. */
function atDashes(args: readonly string[], argv: readonly string[]) {
  const dashes = argv.indexOf('--');
  const rest = dashes < 0 ? [] : argv.slice(dashes + 1);
  return { before: args.slice(0, args.length - rest.length), rest };
}

function optionOf<Name extends keyof Options>(name: Name): Option {
  const { flags, help, parse } = options[name];
  const option = new Option(flags, help);
  return parse === undefined ? option : option.argParser<Options[Name]>(parse);
}

/** Commander names options after their long flag; the table may call them otherwise. */
function namedAsInTable(command: Command<keyof Options>, given: Record<string, unknown>): Partial<Options> {
  return Object.fromEntries(
    command.options
      .map((name) => [name, given[optionOf(name).attributeName()]])
      .filter(([, value]) => value !== undefined),
  );
}

/** Prints what went wrong: a user's mistake on its line, anything else with its stack. Returns the exit code. */
function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.wrongUsage;
  if (error instanceof UserError) {
    process.stderr.write(`reproduce: ${printable(error.message)}\n`);
    return error.exitCode;
  }
  const refused = refusalOf(error);
  if (refused !== undefined) {
    process.stderr.write(`reproduce: ${printable(refused)}\n`);
    return exitCodes.wrongUsage;
  }
  process.stderr.write(`reproduce: ${messages.bug()}\n${error instanceof Error ? error.stack : String(error)}\n`);
  return exitCodes.failed;
}

/** What to say of an error of the file system that names a file: folders, links and rights are the user's. */
function refusalOf(error: unknown): string | undefined {
  const { code, syscall, path } = error as NodeJS.ErrnoException;
  if (code === undefined || syscall === undefined || path === undefined) return undefined;
  return code === 'ENOENT' ? messages.cannotRead(path, code) : messages.systemRefuses(path, code);
}

/** A reader that has seen enough, as in `reproduce list | head`, is no error. */
function endOnBrokenOutput(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE') process.exit(exitCodes.done);
  process.exit(report(new UserError(messages.cannotPrint(error.code ?? error.message), exitCodes.incomplete)));
}

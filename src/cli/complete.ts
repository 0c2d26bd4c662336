import { messages, UserError } from '../messages.ts';
import { problems } from '../problems/index.ts';
import { listExperiments } from '../study/experiment/catalog.ts';
import { profileNames } from '../study/experiment/profile-names.ts';
import type { Command } from './command.ts';
import { type Options, options } from './options.ts';

/**
 * What may stand in place of the last word: after `reproduce`, `words` are what was typed. The shell itself leaves those out that do
 * not begin with it.
 */
export async function candidates(
  words: readonly string[],
  commands: readonly Command<keyof Options>[],
): Promise<string[]> {
  const [first = '', ...rest] = words;
  const named = rest.length > 0 ? commands.find(({ name }) => name === first) : undefined;
  const command = named ?? commands[0];
  const last = words.at(-1) ?? '';
  if (words.at(-2) === '--profile' || words.at(-2) === '-p') return [...profileNames];
  if (last.startsWith('-')) return [...longFlags(command), '--help'];
  if (rest.length === 0) return [...commands.map(({ name }) => name), ...patterns()];
  return argumentsOf(command);
}

function argumentsOf({ name, arguments: taken }: Command<keyof Options>): string[] {
  const [form = ''] = Object.keys(taken);
  if (form === '<problem>') return Object.keys(problems);
  if (form === '<name...>') return [...Object.keys(problems), ...patterns()];
  if (name === 'completion') return Object.keys(scripts);
  return form.includes('pattern') ? patterns() : [];
}

function patterns(): string[] {
  return [...new Set(['all', ...listExperiments().flatMap(({ id }) => [id.split('/')[0], id])])];
}

function longFlags(command: Command<keyof Options>): string[] {
  return command.options.flatMap((name) => /--[a-z-]+/.exec(options[name].flags) ?? []);
}

const scripts: Readonly<Record<string, string>> = {
  bash: `_reproduce() {
  local IFS=$'\\n'
  COMPREPLY=($(compgen -W "$(reproduce completion words -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _reproduce reproduce
`,
  zsh: `#compdef reproduce
_reproduce() {
  compadd -- \${(f)"$(reproduce completion words -- "\${(@)words[2,CURRENT]}" 2>/dev/null)"}
  _files
}
compdef _reproduce reproduce
`,
  fish: `complete -c reproduce -a '(reproduce completion words -- (commandline -opc)[2..-1] (commandline -ct) 2>/dev/null)'
`,
};

/** The script that teaches a shell to complete. Throws a UserError for a shell that is not known. */
export function scriptFor(shell: string): string {
  if (Object.hasOwn(scripts, shell)) return scripts[shell];
  throw new UserError(messages.unknownName('shell', shell, Object.keys(scripts)));
}

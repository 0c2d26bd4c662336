import { existsSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { makeFolder, writeDurably } from '../../durable.ts';
import { exitCodes, messages, UserError } from '../../messages.ts';
import { paperFiles, problemsOfFigures } from './paper-templates.ts';
import { solverTemplates } from './solver-templates.ts';

/** What an id may consist of. */
const idPattern = /^[a-z0-9][a-z0-9-]*$/;

/**
 * Writes the folder of a paper of the user's own, with one figure, one claim and a solver, which runs as it stands. Throws a UserError
 * where something is there already, or the folder's name is no id.
 */
export function writePaper(folder: string, problem: string): number {
  const id = basename(resolve(folder));
  if (!idPattern.test(id))
    throw new UserError(
      messages.badFlag(
        'new paper',
        folder,
        'a folder named in lower case letters, digits and hyphens, as in "./my-paper"',
      ),
    );
  if (!problemsOfFigures.includes(problem)) {
    throw new UserError(messages.unknownName('problem', problem, problemsOfFigures));
  }
  if (existsSync(folder)) throw new UserError(messages.fileExists(folder));
  const files = { ...paperFiles(id, problem), 'mine.js': solverTemplates[problem].js };
  makeFolder(folder);
  for (const [name, text] of Object.entries(files)) writeDurably(join(folder, name), text);
  const named = /^[./]/.test(folder) ? folder : `./${folder}`;
  process.stdout.write(
    `wrote ${Object.keys(files)
      .map((name) => join(folder, name))
      .join(', ')}\n`,
  );
  process.stdout.write(`try it: reproduce ${named}\n`);
  return exitCodes.done;
}

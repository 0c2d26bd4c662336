import { existsSync } from 'node:fs';
import { extname } from 'node:path';
import { writeDurably } from '../../durable.ts';
import { exitCodes, messages, UserError } from '../../messages.ts';
import { solverTemplates } from './solver-templates.ts';

/** Writes a first solver of the user's own and says how it is run. Throws a UserError where a file is there already. */
export function writeSolver(file: string, problem: string): number {
  const languages = Object.hasOwn(solverTemplates, problem) ? solverTemplates[problem] : undefined;
  if (languages === undefined)
    throw new UserError(messages.unknownName('problem', problem, Object.keys(solverTemplates)));
  const text = { '.py': languages.py, '.js': languages.js, '.mjs': languages.js }[extname(file)];
  if (text === undefined)
    throw new UserError(messages.badFlag('new solver', file, 'a file that ends in .py, .js or .mjs'));
  if (existsSync(file)) throw new UserError(messages.fileExists(file));
  writeDurably(file, text);
  const named = /^[./]/.test(file) ? file : `./${file}`;
  process.stdout.write(`wrote ${file}\ntry it: reproduce sweep ${problem} --solvers ${named} --trials 100\n`);
  return exitCodes.done;
}

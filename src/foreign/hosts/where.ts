import { spawnSync } from 'node:child_process';
import { basename, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

const hosts = dirname(fileURLToPath(import.meta.url));

/** `TypeError: x is not a function (mine.js:12:5)`: what was thrown, and the line of the user's own it comes from. */
export function errorText(error: unknown, path: string): string {
  if (!(error instanceof Error)) return `it threw ${String(error)}`;
  const place = placeIn(String(error.stack)) ?? (error instanceof SyntaxError ? placeOfSyntax(path) : undefined);
  const text = String(error).split('\n', 1)[0];
  return place === undefined ? text : `${text} (${place})`;
}

function placeIn(stack: string): string | undefined {
  for (const [, url, at] of stack.matchAll(/(?:^|\(|\s)((?:file:\/\/)?\/[^\s():]+(?: [^\s():]+)*):(\d+:\d+)/gm)) {
    const file = url.startsWith('file:') ? fileURLToPath(url) : url;
    if (!file.startsWith(hosts) && !file.includes('/node_modules/')) return `${basename(file)}:${at}`;
  }
  return undefined;
}

/** Where a file does not parse, which the thrown error keeps for itself. */
function placeOfSyntax(path: string): string | undefined {
  const { stderr } = spawnSync(process.execPath, ['--check', path], { encoding: 'utf8' });
  const [, file, line] = /^(?:file:\/\/)?(\/.*):(\d+)$/m.exec(stderr) ?? [];
  return file && `${basename(file)}:${line}`;
}

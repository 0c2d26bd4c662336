import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packageRoot } from '../src/package-root.ts';
import { problems } from '../src/problems/index.ts';
import { problemReference } from '../src/publish/problem-page.ts';
import { Workspace } from './toy/workspace.ts';

const page = (path: string) => readFileSync(join(packageRoot, path), 'utf8');

describe('the page of a problem', () => {
  it.each(Object.keys(problems))('%s ends with what the code says now', async (id) => {
    const problem = await problems[id as keyof typeof problems]();
    expect(page(`docs/problems/${id}.md`).endsWith(`\n${await problemReference(problem)}`)).toBe(true);
  });
});

const pages = ['README.md', 'CONTRIBUTING.md', ...markdown('docs'), ...markdown('docs/problems')];

/** Every command that a page gives, in its order; those of other programs, and with arguments that a shell fills in, are left out. */
const commands = pages.flatMap((path) =>
  [...page(path).matchAll(/^```sh\n(.*?)^```/gms)]
    .flatMap(([, block]) => block.replaceAll(/\\\n\s*/g, '').split('\n'))
    .map((line) => line.replace(/\s+#.*$/, '').trim())
    .flatMap((line) => /^(?:npx )?reproduce (.*[^\\])$/.exec(line)?.[1] ?? [])
    .filter((command) => !/[{}$<>]/.test(command))
    .map((command) => ({ path, command })),
);

/** What makes of a command one that takes a second or two: fewer trials, a small profile, or only the plan of what it would do. */
const smaller: Readonly<Record<string, (words: string[]) => string[]>> = {
  sweep: (words) => [...without(words, '--trials'), ...(words.includes('--channels') ? [] : ['--trials', '4'])],
  draw: (words) => [...without(words, '--trials'), '--trials', '4', '--overwrite'],
  check: (words) => [...words, '--help'],
  submit: (words) => [words[0], '--print', ...words.slice(1)],
  train: (words) => [...words, '--help'],
  run: (words) =>
    words[0].startsWith('./') ? [...without(words, '--profile'), '--profile', 'smoke'] : [...words, '--dry-run'],
  bench: (words) => [...words, '--help'],
  time: (words) => [...words, '--help'],
};
const asWritten = ['list', 'info', 'claims', 'new', 'plot', 'report', 'status', 'merge', 'doctor'];

/** What they end with, where that is not 0: what lacks its shards is incomplete. */
const codes: Readonly<Record<string, number>> = { status: 4, merge: 4 };

describe('the commands of the documentation', () => {
  let workspace: Workspace;
  const hasNumpy = works('python3', ['-c', 'import numpy']);

  beforeAll(async () => {
    workspace = new Workspace();
    for (const file of ['./mine.py', './mine.js']) await workspace.run('new', 'solver', file);
    await workspace.run('draw', 'beamforming', '--set', 'M=8', 'K=4', 'N=2', '--trials', '4', '--out', 'h.npy');
  });
  afterAll(() => workspace.remove());

  it.each(commands)('$path: reproduce $command', async ({ command }) => {
    if (command.includes('.py') && !hasNumpy) return;
    const words = split(command);
    const [first] = words;
    const known = Object.hasOwn(smaller, first) || asWritten.includes(first);
    const adapted = smaller[known ? first : 'run']?.(words) ?? words;
    // What the page before has written is there already, and what shards would have computed is not.
    const { code, stderr } = await workspace.run(...adapted);
    expect(stderr).not.toMatch(/this is a bug|unknown|accepted:/);
    if (/exists already/.test(stderr)) return;
    expect(code, stderr).toBe(codes[first] ?? 0);
  });
});

function markdown(folder: string): string[] {
  return readdirSync(join(packageRoot, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `${folder}/${name}`);
}

function works(program: string, args: readonly string[]): boolean {
  try {
    execFileSync(program, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** The words of a line, with quotes as a shell reads them. */
function split(line: string): string[] {
  return [...line.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(([, single, double, plain]) => single ?? double ?? plain);
}

/** The words without an option and its value. */
function without(words: readonly string[], option: string): string[] {
  const at = words.indexOf(option);
  return at < 0 ? [...words] : [...words.slice(0, at), ...words.slice(at + 2)];
}

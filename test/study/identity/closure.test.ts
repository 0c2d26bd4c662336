import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { closureOf } from '../../../src/study/identity/closure.ts';

let folder: string;

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'closure-')));
});

afterEach(() => rmSync(folder, { recursive: true }));

/** Writes files, and gives what the closure of the first consists of, with paths below the folder. */
function closure(written: Record<string, string>, isLeftOut?: (path: string) => boolean) {
  for (const [name, text] of Object.entries(written)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  const { files, packages, missing } = closureOf([join(folder, Object.keys(written)[0])], isLeftOut);
  return { files: files.map((path) => relative(folder, path)), packages: [...packages.values()], missing };
}

it('holds what a module imports, and what that imports, however it is written', () => {
  const { files } = closure({
    'mine.js': "import './lib/a.js'; await import('./late.mjs'); new URL('weights.bin', import.meta.url);",
    'lib/a.js': "export * from '../b.cjs'; import table from './table.json' with { type: 'json' };",
    'b.cjs': "require('./plain'); require('./folder'); module.exports = 1;",
    'plain.js': '',
    'folder/index.js': '',
    'lib/table.json': '{ "never": "import \'./unused.js\'" }',
    'late.mjs': "import 'node:fs'; import fs from 'fs'; import 'data:text/javascript,1';",
    'weights.bin': '\0',
    'unused.js': '',
  });
  const expected = ['b.cjs', 'folder/index.js', 'late.mjs', 'lib/a.js', 'lib/table.json', 'mine.js', 'plain.js'];
  expect(files).toEqual([...expected, 'weights.bin']);
});

it('ends where modules import each other', () => {
  expect(closure({ 'a.js': "import './b.js';", 'b.js': "import './a.js';" }).files).toEqual(['a.js', 'b.js']);
});

it('leaves out what it is told to, and what only that imports', () => {
  const written = { 'a.js': "import './b.js'; import './c.js';", 'b.js': "import './d.js';", 'c.js': '', 'd.js': '' };
  expect(closure(written, (path) => path.endsWith('b.js')).files).toEqual(['a.js', 'c.js']);
});

it('follows links to where they point', () => {
  mkdirSync(join(folder, 'elsewhere'));
  symlinkSync(join(folder, 'elsewhere/helper.js'), join(folder, 'helper.js'));
  const { files } = closure({
    'mine.js': "import './helper.js';",
    'elsewhere/helper.js': "import './deep.js';",
    'elsewhere/deep.js': '',
  });
  expect(files).toEqual(['elsewhere/deep.js', 'elsewhere/helper.js', 'mine.js']);
});

it('names packages, found in the folders above, and what is not there', () => {
  const found = closure({
    'src/mine.js': "import 'stats/mean'; import '@a/b'; import './none.js'; import 'nowhere';",
    'node_modules/stats/package.json': '{ "name": "stats" }',
    'src/node_modules/@a/b/package.json': '{ "name": "@a/b" }',
  });
  expect(found.packages.sort()).toEqual(['@a/b', 'stats']);
  expect(found.missing).toEqual(['./none.js', 'nowhere']);
});

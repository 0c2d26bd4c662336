import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { packageRoot } from '../../src/package-root.ts';
import { finished, Workspace } from '../toy/workspace.ts';

let workspace: Workspace;

beforeAll(() => {
  workspace = new Workspace();
});

afterAll(() => workspace.remove());

const hasParallel = () => {
  try {
    return execFileSync('parallel', ['--version'], { encoding: 'utf8' }).startsWith('GNU parallel');
  } catch {
    return false;
  }
};

it('shards under GNU parallel, one of them killed and tried again, give the bytes of one process', async ({ skip }) => {
  if (!hasParallel()) skip('GNU parallel is not installed (Debian: parallel)');
  // The command of docs/cluster.md, with a program that is killed the first time.
  const example = /^parallel .*\\\n.*/m.exec(readFileSync(join(packageRoot, 'docs/cluster.md'), 'utf8'))![0];
  const program = `${process.execPath} ${join(packageRoot, 'build/bin/reproduce.js')}`;
  const dies = 'case "$*" in *2/4*) [ -e died ] || { touch died; kill -9 $$; } ;; esac';
  workspace.write('flaky.sh', `${dies}\nexec ${program} "$@"\n`);
  const command = example
    .replace('npx reproduce', 'sh flaky.sh')
    .replace(/mif-wmmse\/fig3 --profile paper/, 'toy/fig1 --profile smoke --jobs 1 --quiet')
    .replaceAll('16', '4')
    .replace('--jobs 8', '--jobs 2');
  expect(await finished(workspace.shell(command))).toMatchObject({ code: 0 });
  expect(workspace.read('died')).toBe('');
  expect((await workspace.run('merge', 'toy/fig1', '--profile', 'smoke', '--quiet')).code).toBe(0);
  expect((await workspace.run('toy/fig1', '--profile', 'smoke', '--quiet', '--out', 'one')).code).toBe(0);
  const csv = 'results/toy/fig1.smoke.csv';
  expect(workspace.read(csv)).toBe(workspace.read(`one/${csv}`));
});

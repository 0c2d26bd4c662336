import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Workspace } from '../toy/workspace.ts';

let workspace: Workspace;

/** Two results of one experiment, which differ in their seed: those in `results`, and others in `other/results`. */
beforeAll(async () => {
  workspace = new Workspace();
  await workspace.run('toy/fig1', '--profile', 'paper', '--seed', '7', '--quiet');
  cpSync(workspace.path('results/toy'), workspace.path('other/results/toy'), { recursive: true });
  for (const file of ['csv', 'diagnostics.csv', 'json']) {
    const custom = workspace.path(`other/results/toy/fig1.custom.${file}`);
    renameSync(custom, workspace.path(`other/results/toy/fig1.${file}`));
  }
  rmSync(workspace.path('results'), { recursive: true });
  await workspace.run('toy/fig1', '--profile', 'paper', '--quiet');
});

afterAll(() => workspace.remove());

const check = (against: string, ...args: string[]) => workspace.run('check', 'toy', '--against', against, ...args);

const reportOf = async (...args: Parameters<typeof check>) => {
  const { code, stdout, stderr } = await check(...args, '--json');
  expect(stderr).toBe('');
  const [{ id, outcome, mode }] = JSON.parse(stdout);
  return { code, id, outcome, mode };
};

const equal = { code: 0, id: 'toy/fig1', outcome: 'pass', mode: 'bytes' };
const alike = { code: 0, id: 'toy/fig1', outcome: 'pass', mode: 'statistics' };

describe('check --against a folder', () => {
  it('compares curve by curve, and computes nothing', async () => {
    expect(await reportOf('results')).toEqual(equal);
    expect(await reportOf('other', '--tolerance', '0.2')).toEqual(alike);
    const strict = await check('other');
    expect(strict.code).toBe(3);
    expect(strict.stdout).toMatch(/^INCONCLUSIVE {2}toy\/fig1: /);
  });

  it('refuses results that are damaged, and what is no folder', async () => {
    cpSync(workspace.path('other'), workspace.path('damaged'), { recursive: true });
    workspace.write('damaged/results/toy/fig1.csv', 'experiment,solver');
    expect(await check('damaged')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('damaged/results/toy/fig1.csv is damaged'),
    });
    expect(await check('nowhere')).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^reproduce: --against nowhere: accepted: [^\n]*\n$/),
    });
  });
});

describe('check --against a revision', () => {
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@b.c', ...args], {
      cwd: workspace.folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });

  /** Commits the results of a folder in the place of those that are here, which come back. */
  const commit = (folder: string) => {
    cpSync(workspace.path('results'), workspace.path('kept'), { recursive: true });
    cpSync(workspace.path(folder), workspace.path('results'), { recursive: true });
    git('add', 'results');
    git('commit', '-q', '-m', folder);
    cpSync(workspace.path('kept'), workspace.path('results'), { recursive: true });
  };

  beforeAll(() => {
    git('init', '-q');
    commit('other/results');
    git('tag', 'v1');
    git('add', 'results');
    git('commit', '-q', '-m', 'results');
  });
  afterEach(() => rmSync(workspace.path('v1'), { recursive: true, force: true }));

  it('compares with the results of that commit, whatever the working tree holds', async () => {
    const before = git('status', '--porcelain');
    expect(await reportOf('HEAD')).toEqual(equal);
    for (const revision of ['HEAD~1', 'v1', git('rev-parse', '--short', 'v1').trim()]) {
      expect(await reportOf(revision, '--tolerance', '0.2')).toEqual(alike);
    }
    expect(git('status', '--porcelain')).toBe(before);
  });

  it('takes a folder of that name where there is one', async () => {
    mkdirSync(workspace.path('v1'));
    cpSync(workspace.path('results'), workspace.path('v1/results'), { recursive: true });
    expect(await reportOf('v1')).toEqual(equal);
  });

  it.each(['v9', '--all', 'HEAD:results'])('refuses %s in a line', async (revision) => {
    const { code, stderr } = await check(revision);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^reproduce: .*\n$/);
  });

  it('names files as git does where they are damaged or missing', async () => {
    workspace.write('broken/toy/fig1.csv', 'experiment,solver');
    cpSync(workspace.path('results/toy/fig1.json'), workspace.path('broken/toy/fig1.json'));
    commit('broken');
    expect(await check('HEAD')).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^reproduce: HEAD:results\/toy\/fig1\.csv is damaged[^\n]*\n$/),
    });
  });
});

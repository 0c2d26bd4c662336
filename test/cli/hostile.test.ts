import { mkdirSync, symlinkSync, utimesSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Workspace } from '../toy/workspace.ts';

let workspace: Workspace;

beforeEach(() => {
  workspace = new Workspace();
});

afterEach(() => workspace.remove());

const smoke = ['toy/fig1', '--profile', 'smoke', '--quiet'];

/** What the program says when it refuses: one line, no stack. */
async function refusal(...args: string[]): Promise<string> {
  const { code, stderr } = await workspace.run(...args);
  expect(stderr).toMatch(/^reproduce: [^\n]*\n$/);
  expect(code).toBe(2);
  return stderr;
}

describe('requests that could never be computed are refused at once, in a dry run too', () => {
  it.each([
    [['--trials', '1000000000000', '--dry-run'], '--trials: 1000000000000 trials make'],
    [['--trials', '1000000000000000'], 'accepted: a whole number from 1 to 1000000000000'],
    [['--ci-width', '1e-300'], 'accepted: a positive number, at least 1e-9'],
  ])('%j', async (args, text) => expect(await refusal(...smoke, ...args)).toContain(text));

  it('of a sweep by its own options', async () => {
    const args = ['sweep', workspace.toy, '--solvers', 'first', '--trials', '1e9'];
    expect(await refusal(...args)).toContain('--trials: 1000000000 trials make 10000000 blocks');
  });

  it.each([
    ['a label without end', `"${'x'.repeat(100_000)}"`, 'accepted: at most 200 characters'],
    ['control characters', '"a\\0b"', 'accepted: text without control characters'],
  ])('%s', async (_, label, text) => {
    const file = 'experiments/toy/fig1.yaml';
    workspace.write(file, workspace.read(file).replace('solver: first', `solver: first\n    label: ${label}`));
    expect(await refusal(...smoke)).toContain(text);
  });

  it('colours that fetch something, and text that stands in itself', async () => {
    const file = 'experiments/toy/fig1.yaml';
    const whole = workspace.read(file);
    workspace.write(file, whole.replace('solver: first', 'solver: first\n    style: { color: "url(http://x)" }'));
    expect(await refusal(...smoke)).toContain('a CSS colour');
    workspace.write(file, whole.replace(/^title: .*/m, 'title: &t [*t]'));
    expect(await refusal(...smoke)).toContain('*t stands in what it stands for');
  });
});

describe('a file system that is not as expected is told in one line', () => {
  it('files where folders belong, folders where files belong, links that lead nowhere or in a circle', async () => {
    workspace.write('results', '');
    expect(await refusal(...smoke)).toContain('results');
    const out = ['--out', 'out'];
    workspace.write('out/.reproduce/blocks', '');
    expect(await refusal(...smoke, ...out)).toContain('blocks');
    mkdirSync(workspace.path('folder/.reproduce/blocks/0-0.pack'), { recursive: true });
    expect(await refusal(...smoke, '--out', 'folder')).toContain('0-0.pack');
    mkdirSync(workspace.path('dangling/.reproduce'), { recursive: true });
    symlinkSync('nowhere', workspace.path('dangling/.reproduce/blocks'));
    expect(await refusal(...smoke, '--out', 'dangling')).toContain('blocks');
    symlinkSync('circle', workspace.path('circle'));
    expect(await refusal(...smoke, '--out', 'circle')).toContain('circle');
    expect(await refusal(...smoke, '--out', '/proc')).toContain('/proc');
  });

  it('an experiment that cannot be read is left out of the listing of none and of a report by name', async () => {
    workspace.write('experiments/toy/bad.yaml', 'id: [');
    expect((await workspace.run('list', 'toy')).stdout).toContain('toy/fig1');
    const report = await workspace.run('report', 'toy/fig1', 'toy/bad');
    expect(report).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('toy/bad is left out: experiments/toy/bad'),
    });
    expect(workspace.read('report.html')).toContain('toy/fig1');
  });

  it('an output that takes nothing', async () => {
    expect(await workspace.into('/dev/full', 'list')).toMatchObject({
      code: 4,
      stderr: 'reproduce: cannot write what was asked for to the standard output (ENOSPC)\n',
    });
  });
});

it('escape sequences in foreign text are printed as text', async () => {
  expect(await refusal('nix\x1b[31m')).toContain('nix\\x1b[31m');
});

it('temporary files of a killed run are removed by the next one', async () => {
  workspace.write('results/toy/fig1.smoke.csv.123-0a1b2c3d.tmp', 'half');
  workspace.write('results/toy/fig1.smoke.csv.124-0a1b2c3d.tmp', 'of a run that goes on');
  const old = new Date(Date.now() - 3_600_000);
  utimesSync(workspace.path('results/toy/fig1.smoke.csv.123-0a1b2c3d.tmp'), old, old);
  expect((await workspace.run(...smoke)).code).toBe(0);
  const left = workspace.files('results').filter((file) => file.endsWith('.tmp'));
  expect(left.map((file) => file.replace(/.*\//, ''))).toEqual(['fig1.smoke.csv.124-0a1b2c3d.tmp']);
});

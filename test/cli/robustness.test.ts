import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { finished, toy, Workspace } from '../toy/workspace.ts';

let workspace: Workspace;

beforeEach(() => {
  workspace = new Workspace();
});

afterEach(() => workspace.remove());

const run = (...args: string[]) => workspace.run(...args);

describe('mistakes of the user', () => {
  const mistakes: [string, string[], RegExp][] = [
    ['an impossible value', ['--set', 'N=0'], /^reproduce: --set N=0: N = 0; accepted: at least 1\n$/],
    ['values that exclude one another', ['--set', 'N=2', 'mu=9'], /^reproduce: --set mu=9: .*must not exceed N\n$/],
    ['text for a number', ['--set', 'N=many'], /^reproduce: --set N=many: N = "many"; accepted: a number\n$/],
    [
      'an unknown axis',
      ['--set', 'shfit=2'],
      /^reproduce: --set shfit=2: unknown axis "shfit"; did you mean "shift"\?\n$/,
    ],
    [
      'an unknown solver',
      ['--solvers', 'avrage'],
      /^reproduce: .*unknown solver "avrage"; did you mean "average"\?\n$/,
    ],
    ['an unknown parameter', ['--solvers', 'average:rat=1'], /^reproduce: .*"rat"; did you mean "rate"\?\n$/],
    ['a parameter out of range', ['--solvers', 'average:rate=3'], /^reproduce: .*rate = 3; accepted: at most 1\n$/],
    ['an unknown option', ['--trails', '4'], /^reproduce: unknown option '--trails'\n\(Did you mean --trials\?\)\n$/],
    ['a profile that is none', ['--profile', 'smok'], /^reproduce: --profile: .*did you mean "smoke"\?\n$/],
    ['a shard beyond the last', ['--shard', '4/3'], /^reproduce: --shard 4\/3; accepted: i\/n with i from 1 to n/],
    ['no trials', ['--trials', '0'], /^reproduce: --trials 0; accepted: a whole number from 1 to 1000000000000\n$/],
    ['a module that is not there', ['--solvers', './mine.js'], /^reproduce: .*mine\.js does not exist\n$/],
  ];

  it('help of a command that there is not', async () => {
    const { code, stderr } = await run('help', 'swep');
    expect({ code, stderr }).toEqual({ code: 2, stderr: 'reproduce: unknown command "swep"; did you mean "sweep"?\n' });
    expect((await run('help', 'sweep')).stdout).toContain('Usage: reproduce sweep');
  });

  it.each(mistakes)('%s is refused in one line before anything runs', async (_, args, line) => {
    const { code, stderr, stdout } = await run('toy/fig1', ...args);
    expect(stderr).toMatch(line);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(readdirSync(workspace.folder)).toEqual(['experiments']);
  });

  it('in a file are named by line and column, and an alias bomb is bounded', async () => {
    const file = workspace.read('experiments/toy/fig1.yaml');
    workspace.write('experiments/toy/fig1.yaml', file.replace('N: [2, 4]', 'N: [2, 0]'));
    expect(await run('toy/fig1')).toMatchObject({
      code: 2,
      stderr: 'reproduce: experiments/toy/fig1.yaml:8:10: N = 0; accepted: at least 1\n',
    });
    const bomb = ['a: &a [x, x, x, x, x, x, x, x, x]'];
    for (const name of 'bcdefgh') {
      const before = String.fromCharCode(name.charCodeAt(0) - 1);
      bomb.push(`${name}: &${name} [${Array(9).fill(`*${before}`).join(', ')}]`);
    }
    workspace.write('experiments/toy/fig1.yaml', bomb.join('\n'));
    const { code, stderr } = await run('toy/fig1');
    expect(code).toBe(2);
    expect(stderr).toMatch(/^reproduce: experiments\/toy\/fig1\.yaml/);
    expect(stderr.length).toBeLessThan(500);
  });
});

describe('a solver that breaks a constraint', () => {
  it('is reported with a command that replays its trial; the others are written; exit code 1', async () => {
    const args = ['toy/fig1', '--profile', 'smoke', '--solvers', 'first,broken:how=nan:trial=120', '--set', 'N=2'];
    const { code, stderr, stdout } = await run(...args);
    expect(code).toBe(1);
    expect(stdout).toContain('wrote results/toy/fig1.custom.smoke.csv');
    const failed =
      /^broken failed at N=2 mu=1 shift=0, trial 120, seed 1: the estimate is NaN\n {2}replay: reproduce (.*)\n$/;
    expect(stderr).toMatch(failed);
    const csv = workspace.read('results/toy/fig1.custom.smoke.csv');
    expect(csv).toContain('toy/fig1,first,error,1,2');
    expect(csv).not.toContain('broken');
    expect(JSON.parse(workspace.read('results/toy/fig1.custom.smoke.json')).failures).toEqual([
      { solver: 'broken', scenario: { N: 2, mu: 1, shift: 0 }, trial: 120, what: 'the estimate is NaN' },
    ]);
    const replayed = await run(...failed.exec(stderr)![1].split(' '));
    expect(replayed.code).toBe(1);
    expect(replayed.stderr).toMatch(/^TrialFailure: the estimate is NaN\n {4}at /);
  });

  it('replays a trial to the value that the run had', async () => {
    const set = ['--set', 'N=2', 'mu=1'];
    await run('sweep', toy, ...set, '--solvers', 'first', '-n', '150', '--out', 'a.csv', '--per-trial', 'each.csv');
    const row = workspace.read('each.csv').split('\n')[1 + 120];
    const [solver, , , , , , trial, value] = row.split(',');
    expect({ solver, trial }).toEqual({ solver: 'first', trial: '120' });
    const { stdout } = await run('sweep', toy, ...set, '--solvers', 'first', '--trial', '120', '--json');
    expect(JSON.parse(stdout).values[0].columns[0]).toBe(Number(value));
  });
});

describe('the disk', () => {
  it('being full ends the run with exit code 4 and leaves the results as they were', async ({ skip }) => {
    const small = workspace.path('small');
    mkdirSync(small);
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', small], { stdio: 'ignore' });
    } catch {
      skip('needs the right to mount a small file system');
    }
    try {
      const args = ['toy/fig1', '--profile', 'smoke', '--out', 'small'];
      expect((await run(...args)).code).toBe(0);
      const before = contents('small/results');
      expect(() => writeFileSync(join(small, 'filler'), Buffer.alloc(8 * 1024 * 1024))).toThrow('ENOSPC');
      const { code, stderr } = await run(...args, '--fresh');
      expect(stderr).toMatch(/^reproduce: cannot write small\/.*: the disk is full \(ENOSPC\)/);
      expect(code).toBe(4);
      expect(contents('small/results')).toEqual(before);
    } finally {
      execFileSync('umount', [small]);
    }
  });

  it('refusing a folder is said before anything is computed', async () => {
    workspace.write('file', '');
    const { code, stderr } = await run('toy/fig1', '--profile', 'smoke', '--out', 'file');
    expect(code).toBe(2);
    expect(stderr).toMatch(/^reproduce: cannot write file\/.*: the system refuses \((ENOTDIR|EEXIST)\)/);
  });
});

describe('two runs that write the same results', () => {
  it('never interleave: the second refuses and names the first', async () => {
    const args = ['toy/fig1', '--solvers', 'slow:milliseconds=300', '--set', 'N=2', '--trials', '400', '--quiet'];
    const first = workspace.start([...args, '--jobs', '1']);
    const ended = finished(first);
    const locks = () => readdirSync(workspace.path('.reproduce/locks')).filter((name) => name.endsWith('.lock'));
    await expect.poll(() => locks().length, { timeout: 20_000, interval: 20 }).toBe(1);
    const second = await run(...args);
    expect(second.code).toBe(2);
    expect(second.stderr).toMatch(
      new RegExp(`^reproduce: another run is writing these results: process ${first.pid} on `),
    );
    expect((await ended).code).toBe(0);
    expect(locks()).toEqual([]);
  });
});

function contents(folder: string): [string, string][] {
  return workspace.files(folder).map((file) => [file, readFileSync(file, 'utf8')]);
}

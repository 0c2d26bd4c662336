import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { input, onnxModel } from '../../src/graph/index.ts';
import { finished, Workspace } from '../toy/workspace.ts';

let workspace: Workspace;

beforeEach(() => {
  workspace = new Workspace();
});

afterEach(() => workspace.remove());

/** A sweep of the toy problem with `first` and the solvers of the user. */
const sweep = (solvers: string) => [
  'sweep',
  workspace.toy,
  '--set',
  'mu=1',
  '--solvers',
  solvers,
  '-n',
  '20',
  '--out',
  'o.csv',
];

/** Rows of a solver in the CSV. */
const rowsOf = (solver: string) =>
  workspace
    .read('o.csv')
    .split('\n')
    .filter((line) => line.split(',')[1] === solver);

describe('a solver of the user that', () => {
  it('fails, fails alone and is named, with exit code 1, whatever it does', async () => {
    const misbehaving: Record<string, readonly [text: string, says: RegExp]> = {
      ends: ['export const estimate = () => process.exit(3);', /its process ended \(exit code 3\)/],
      kills: ["export const estimate = () => process.kill(process.pid, 'SIGKILL');", /its process ended \(SIGKILL\)/],
      loops: [
        'let n = 0; export const estimate = ({ row }) => { if (n++ === 4) for (;;); return row[0]; };',
        /trial 4, seed 1: it took longer than 2 s for a trial \(--timeout\)/,
      ],
      waits: [
        'export const estimate = async () => new Promise(() => {});',
        /its process ended \(exit code 13, a promise that never settles\)/,
      ],
      idles: [
        'setInterval(() => {}, 1000); export const estimate = async () => new Promise(() => {});',
        /trial 0, seed 1: it took longer than 2 s for a trial/,
      ],
      throws: [
        'export const estimate = ({ row }) => {\n  return row.nothing.more;\n};',
        /trial 0, seed 1: TypeError: .* \(throws\.js:2:22\)/,
      ],
      talks: [
        "export const estimate = () => { throw new Error('x'.repeat(1e6)); };",
        /^trial 0, seed 1: Error: x{480,490}\.\.\.$/,
      ],
      writes: [
        "import { writeSync } from 'node:fs'; export const estimate = () => { writeSync(4, 'x\\n'); return 0; };",
        /a line of JSON was expected, not "x/,
      ],
    };
    for (const [name, [text]] of Object.entries(misbehaving)) workspace.write(`${name}.js`, text);
    const names = Object.keys(misbehaving);
    const { code, stderr } = await workspace.run(
      ...sweep(['first', ...names.map((name) => `./${name}.js`)].join(',')),
      ...['--timeout', '2'],
    );
    expect(code).toBe(1);
    expect(rowsOf('first')).toHaveLength(1);
    for (const [name, [, says]] of Object.entries(misbehaving)) {
      const [, failure, replay] = new RegExp(`^${name} failed at N=4 mu=1 shift=0, (.*)\n(.*)$`, 'm').exec(stderr)!;
      expect(failure).toMatch(says);
      expect(replay).toContain(`${name}.js`);
      expect(rowsOf(name)).toEqual([]);
    }
  });

  it.each([
    ['ends its process', 'process.exit(0); export const estimate = () => 0;', /its process ended \(exit code 0\)/],
    ['waits for ever', 'await new Promise(() => {}); export const estimate = () => 0;', /a promise that never settles/],
  ])('%s when it is loaded is refused in a line, with exit code 1', async (_, text, message) => {
    workspace.write('mine.js', text);
    const { code, stderr, stdout } = await workspace.run(...sweep('first,./mine.js'));
    expect(stderr).toMatch(message);
    expect(stderr).toMatch(/^reproduce: cannot use .*mine\.js: .*\n$/);
    expect([code, stdout]).toEqual([1, '']);
  });

  it('prints, prints nothing into the data', async () => {
    workspace.write(
      'mine.js',
      "process.stdout.write('loaded\\n'); export const estimate = ({ row }) => { console.log('called'); return row[0]; };",
    );
    const { code, stderr, stdout } = await workspace.run(...sweep('first,./mine.js'), '--json');
    expect([code, JSON.parse(stdout).points]).toEqual([0, 2]);
    expect(stderr).toContain('loaded');
    expect(stderr).toContain('called');
  });

  it('changes what all its modules share changes no other solver', async () => {
    workspace.write(
      'mine.js',
      'Math.sqrt = () => 0; Math.log2 = () => 0; Math.hypot = () => 0; export const estimate = ({ row }) => row[0];',
    );
    await workspace.run(...sweep('average,first'));
    const alone = workspace.read('o.csv').trimEnd().split('\n');
    expect((await workspace.run(...sweep('average,first,./mine.js'), '--fresh', '--jobs', '1')).code).toBe(0);
    expect(workspace.read('o.csv').trimEnd().split('\n').slice(0, alone.length)).toEqual(alone);
  });
});

it('a network that fits one scenario fails at the others alone', async () => {
  const Y = input('row', [20, 2], 'float64');
  workspace.write('net.onnx', onnxModel({ value: Y.sum(1) }));
  const set = ['--set', 'N=2,3', 'mu=1', '--trials', '20', '--out', 'o.csv'];
  const { code, stderr } = await workspace.run('sweep', workspace.toy, ...set, '--solvers', 'first,./net.onnx');
  expect(stderr).toMatch(
    /^net failed at N=3 mu=1 shift=0, .*: row is float64 \[20, 2\]; this scenario needs .* \[20, 3\]/,
  );
  expect(code).toBe(1);
  expect([rowsOf('first').length, rowsOf('net').length]).toEqual([2, 1]);
});

describe('one SIGINT', () => {
  it('ends a run whose solver never comes back, and all that it started', async () => {
    workspace.write(
      'mine.py',
      "import os\nopen('pid', 'w').write(str(os.getpid()))\ndef estimate(row):\n    while True: pass\n",
    );
    const run = workspace.start(sweep('first,./mine.py'));
    const ended = finished(run);
    await expect.poll(() => stored(), { timeout: 30_000, interval: 50 }).toBe(true);
    await new Promise((resolve) => setTimeout(resolve, 300));
    const begun = Date.now();
    run.kill('SIGINT');
    const { code } = await ended;
    expect(code).toBe(130);
    expect(Date.now() - begun).toBeLessThan(20_000);
    const pid = Number(workspace.read('pid'));
    await expect.poll(() => isAlive(pid), { timeout: 5000 }).toBe(false);
  });

  const stored = () => {
    try {
      return workspace.files('.reproduce/blocks').length > 0 && Number(workspace.read('pid')) > 0;
    } catch {
      return false;
    }
  };
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

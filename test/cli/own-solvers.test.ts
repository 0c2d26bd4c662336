import { writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Workspace } from '../toy/workspace.ts';

const [trials, K, M, P] = [3, 2, 3, 10];

/** Channels [trials, K, 1, M], re and im side by side. */
const channels = Float64Array.from({ length: 2 * trials * K * M }, (_, i) => Math.sin(1 + i * i));

let workspace: Workspace;

beforeEach(() => {
  workspace = new Workspace();
  const header = `{'descr': '<c16', 'fortran_order': False, 'shape': (${trials}, ${K}, 1, ${M}), }`.padEnd(117);
  const magic = Buffer.from([0x93, ...Buffer.from('NUMPY'), 1, 0, 118, 0]);
  writeFileSync(
    workspace.path('h.npy'),
    Buffer.concat([magic, Buffer.from(`${header}\n`), Buffer.from(channels.buffer)]),
  );
});

afterEach(() => workspace.remove());

/** Mean sum rate of maximum ratio transmission with its beamformers, at power P / K each, scaled by F. */
function matchedRate(F: number): number {
  const h = (trial: number, k: number, m: number, part: number) => channels[2 * ((trial * K + k) * M + m) + part];
  const antennas = Array.from({ length: M }, (_, m) => m);
  const users = Array.from({ length: K }, (_, k) => k);
  const inner = (trial: number, k: number, j: number) => {
    const re = antennas.reduce(
      (sum, m) => sum + h(trial, k, m, 0) * h(trial, j, m, 0) + h(trial, k, m, 1) * h(trial, j, m, 1),
      0,
    );
    const im = antennas.reduce(
      (sum, m) => sum + h(trial, k, m, 1) * h(trial, j, m, 0) - h(trial, k, m, 0) * h(trial, j, m, 1),
      0,
    );
    return re ** 2 + im ** 2;
  };
  let rate = 0;
  for (let trial = 0; trial < trials; trial++) {
    for (const k of users) {
      const received = users.map((j) => (F ** 2 * (P / K) * inner(trial, k, j)) / Math.sqrt(inner(trial, j, j)));
      const interference = received.reduce((sum, power, j) => (j === k ? sum : sum + power), 1);
      rate += Math.log2(1 + received[k] / interference) / trials;
    }
  }
  return rate;
}

/** Maximum ratio transmission as a user's module: `F` is an expression of it, `more` stands before it, `says` in what it exports. */
const module = (F: string, more = '', says = '') => `${more}
export default { ${says} solve({ H, K, P, parameters }) {
  return H.map(([h]) => {
    const g = (${F}) * Math.sqrt(P / K / h.reduce((sum, [re, im]) => sum + re ** 2 + im ** 2, 0));
    return h.map(([re, im]) => [[re * g, -im * g]]);
  });
} };`;

/** Runs the solvers on the channels; the rate of each by its name. */
async function rates(...solvers: string[]): Promise<[string, number][]> {
  const grid = ['--set', 'd=1', 'snr=10', '--solvers', solvers.join(','), '--out', 'out.csv'];
  const { stderr, code } = await workspace.run('sweep', 'beamforming', '--channels', 'h.npy', ...grid);
  expect([stderr, code]).toEqual(['', 0]);
  const [header, ...lines] = workspace.read('out.csv').trimEnd().split('\n');
  const column = header.split(',').indexOf('mean');
  return lines.map((line) => {
    const cells = line.split(',');
    return [cells[1], Number(cells[column])];
  });
}

const near = (rate: number) => expect.closeTo(rate, 9);

describe('solvers of the user', () => {
  it('each run under one name of its own, beside the published ones', async () => {
    workspace.write('my-mrt.js', module('0.1', '', "name: 'mrt',"));
    workspace.write('mrt.js', module('parameters.F', '', 'parameters: { F: 1 },'));
    workspace.write('a/par.js', module('parameters.F', '', 'parameters: { F: 1 },'));
    workspace.write('b/par.js', module('parameters.F / 10', '', 'parameters: { F: 1 },'));
    workspace.write('ts.js', module('0.2', '', "name: 'toString',"));
    workspace.write('proto.js', module('0.3', '', "name: '__proto__',"));
    workspace.write('wmmse.js', module('0.4'));
    const files = ['my-mrt.js', './mrt.js:F=0.9', 'a/par.js:F=1', 'b/par.js:F=0.5', 'ts.js', 'proto.js', 'wmmse.js'];
    expect(await rates('mrt', ...files)).toEqual([
      ['mrt', near(matchedRate(1))],
      ['./my-mrt.js', near(matchedRate(0.1))],
      ['./mrt.js', near(matchedRate(0.9))],
      ['a/par.js', near(matchedRate(1))],
      ['b/par.js', near(matchedRate(0.05))],
      ['toString', near(matchedRate(0.2))],
      ['__proto__', near(matchedRate(0.3))],
      ['./wmmse.js', near(matchedRate(0.4))],
    ]);
    const { code } = JSON.parse(workspace.read('out.json'));
    const hashes: { name: string; sha256: string }[] = code.solvers;
    expect(hashes.map(({ name }) => name).slice(-3)).toEqual(['toString', '__proto__', './wmmse.js']);
    expect(new Set(hashes.map(({ sha256 }) => sha256)).size).toBe(8);
  });

  it('are computed anew when a module that they import, or a file that they say they read, has changed', async () => {
    workspace.write('helper.js', 'export const F = 0.1;');
    workspace.write('factor.txt', '1');
    const reads = "import { readFileSync } from 'node:fs'; const G = () => readFileSync('factor.txt', 'utf8');";
    workspace.write(
      'mine.js',
      module('F * G()', `import { F } from './helper.js'; ${reads}`, "files: ['factor.txt'],"),
    );
    expect(await rates('mine.js')).toEqual([['mine', near(matchedRate(0.1))]]);
    workspace.write('helper.js', 'export const F = 0.5;');
    expect(await rates('mine.js')).toEqual([['mine', near(matchedRate(0.5))]]);
    workspace.write('factor.txt', '2');
    expect(await rates('mine.js')).toEqual([['mine', near(matchedRate(1))]]);
  });
});

import { readFileSync, rmSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Workspace } from '../toy/workspace.ts';

let workspace: Workspace;

beforeEach(() => {
  workspace = new Workspace();
});

afterEach(() => workspace.remove());

const figure = 'experiments/toy/fig1.yaml';

/** The rows of a CSV as objects. */
function rows(text: string): Record<string, string>[] {
  const [header, ...lines] = text
    .trim()
    .split('\n')
    .map((line) => line.split(','));
  return lines.map((line) => Object.fromEntries(header.map((name, i) => [name, line[i]])));
}

describe('reproduce time', () => {
  test('measures what the experiment asks for and leaves its results alone', async () => {
    const asked = 'times: { reference: average, together: [1, 20], trials: 20, rounds: 6 }\n';
    expect((await workspace.run('toy/fig1', '--profile', 'smoke', '--quiet')).code).toBe(0);
    const before = workspace.read('results/toy/fig1.smoke.csv');
    workspace.write(figure, `${workspace.read(figure)}${asked}`);
    const { code, stderr, stdout } = await workspace.run('time', 'toy/fig1', '--profile', 'smoke');
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('wrote results/toy/fig1.smoke.times.csv');
    const found = rows(workspace.read('results/toy/fig1.smoke.times.csv'));
    // Two solvers at two N, for one and for twenty trials at once: times and ratios.
    expect(found).toHaveLength(16);
    const own = found.filter(({ solver, metric }) => solver === 'average' && metric === 'running-time over average');
    expect(own.map(({ N, together, n, mean }) => [N, together, n, mean])).toEqual([
      ['2', '1', '6', '1'],
      ['2', '20', '6', '1'],
      ['4', '1', '6', '1'],
      ['4', '20', '6', '1'],
    ]);
    const times = found.filter(({ metric }) => metric === 'running-time');
    for (const { mean, unit } of times) expect([Number(mean) > 0, unit]).toEqual([true, 'ms']);
    expect(JSON.parse(workspace.read('results/toy/fig1.smoke.times.json'))).toMatchObject({
      clock: 'processor',
      timing: { reference: 'average', rounds: 6 },
    });
    expect(workspace.read('results/toy/fig1.smoke.csv')).toBe(before);
    // The section is no part of what results are made from.
    const check = await workspace.run('check', 'toy/fig1', '--profile', 'smoke', '--json');
    expect(check.stderr).not.toContain('changed');
  });

  test('are told to be of another experiment where a training curve would be drawn over them', async () => {
    const solver = '  - { solver: learned, parameters: { steps: 4, milliseconds: 1 } }';
    const asked = 'times: { reference: average, together: [1], trials: 4, rounds: 6 }\n';
    const text = workspace.read(figure).replace('  - solver: average', `${solver}\n  - solver: average`);
    workspace.write(figure, `${text}${asked}`);
    expect((await workspace.run('train', 'toy/fig1', '--profile', 'smoke', '--quiet')).code).toBe(0);
    expect((await workspace.run('time', 'toy/fig1', '--profile', 'smoke', '--quiet')).code).toBe(0);
    const before = await workspace.run('train', 'toy/fig1', '--profile', 'smoke', '--quiet');
    expect([before.code, before.stderr]).toEqual([0, '']);
    workspace.write(figure, `${text}${asked.replace('rounds: 6', 'rounds: 7')}`);
    const after = await workspace.run('train', 'toy/fig1', '--profile', 'smoke', '--quiet');
    expect([after.code, after.stderr]).toEqual([
      0,
      expect.stringMatching(/^toy\/fig1: its experiment has changed since its times were measured/),
    ]);
  });

  test('trains first what a network goes on from, where that is not there', async () => {
    workspace.write(
      'experiments/toy/fig2.yaml',
      `id: toy/fig2
title: A training that goes on
paper: toy
place: Fig. 2
problem: csi-feedback
scenarios: [{ compression: "1/16", environment: indoor, Nt: 4, Nc: 32, Na: 8 }]
solvers:
  - { solver: csinet, label: CsiNet, parameters: { steps: 2, earlierSteps: 3, batch: 4 } }
metrics: [nmse]
profiles: { smoke: { trials: 4 }, quick: { trials: 4 }, paper: { trials: 4 } }
figure: { encoding: { x: { field: compression }, y: { field: mean, metric: nmse } } }
times: { reference: csinet, together: [2], trials: 4, rounds: 6, training: true }
`,
    );
    expect((await workspace.run('train', 'toy/fig2', '--profile', 'smoke', '--quiet')).code).toBe(0);
    const isLast = (file: string) => readFileSync(file, 'utf8').includes('earlierSteps');
    for (const file of workspace.files('results/toy/weights')) if (!isLast(file)) rmSync(file);
    const { code, stderr } = await workspace.run('time', 'toy/fig2', '--profile', 'smoke', '--quiet');
    expect([code, stderr]).toEqual([0, '']);
    const found = rows(workspace.read('results/toy/fig2.smoke.times.csv'));
    expect(found.map(({ metric }) => metric)).toContain('training-time');
  });

  test('refuses an experiment that asks for none, and one that asks for what it does not have', async () => {
    const none = await workspace.run('time', 'toy/fig1');
    expect(none.code).toBe(2);
    expect(none.stderr).toContain('no experiment that asks for times');
    workspace.write(figure, `${workspace.read(figure)}times: { reference: averige }\n`);
    const wrong = await workspace.run('time', 'toy/fig1');
    expect([wrong.code, wrong.stderr]).toEqual([
      2,
      'reproduce: experiments/toy/fig1.yaml:23:21: unknown curve "averige"; did you mean "average"?\n',
    ]);
  });
});

describe('reproduce sweep --time', () => {
  const sweep = (...args: string[]) =>
    workspace.run('sweep', workspace.toy, '--solvers', 'average,first', '--set', 'N=2', '--trials', '30', ...args);

  test('writes times beside the table, over those of the solver that it names', async () => {
    const { code, stderr } = await sweep('--time', 'first', '--out', 'my.csv', '--quiet');
    expect([code, stderr]).toEqual([0, '']);
    const found = rows(workspace.read('my.times.csv'));
    const ratios = found.filter(({ metric }) => metric === 'running-time over first');
    expect(ratios.map(({ solver, together }) => [solver, together])).toEqual([
      ['average', '1'],
      ['first', '1'],
      ['average', '30'],
      ['first', '30'],
    ]);
    // Again over its own files, and over no others.
    expect((await sweep('--time', '--out', 'my.csv', '--quiet')).code).toBe(0);
    workspace.write('other.times.csv', 'something else\n');
    const refused = await sweep('--time', '--out', 'other.csv');
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('other.times.csv')]);
  });

  test('refuses a solver that is not there', async () => {
    const { code, stderr } = await sweep('--time', 'second', '--out', 'my.csv');
    expect([code, stderr]).toEqual([2, expect.stringContaining('--time second: unknown solver "second"')]);
  });
});

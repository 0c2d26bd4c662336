import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Workspace } from '../toy/workspace.ts';

let workspace: Workspace;

beforeEach(() => {
  workspace = new Workspace();
});

afterEach(() => workspace.remove());

/** Two networks, of 40 steps of 10 ms each. */
const learned = ['--solvers', 'learned:steps=40:milliseconds=10', '--set', 'mu=1'];
const sweep = ['sweep', '--jobs', '1', '--trials', '50', '--out', 'o.csv'];

describe('what has to be trained', () => {
  it('is estimated by a dry run, of a sweep and of train, from a few steps', async () => {
    const [name, ...rest] = sweep;
    const args = [name, workspace.toy, ...rest, ...learned, 'N=2,4', '--dry-run'];
    const { stdout } = await workspace.run(...args);
    expect(stdout).toMatch(/training {2}2 networks, 80 steps: [\d.]+ m?s with 1 workers/);
    const [report] = JSON.parse((await workspace.run(...args, '--json')).stdout);
    expect(report).toMatchObject({ untrained: 2, trainingSteps: 80 });
    // A busy machine takes longer, never less.
    expect(report.trainingSeconds).toBeGreaterThan(0.79);
    expect(report.trainingSeconds).toBeLessThan(20);
    const file = 'experiments/toy/fig1.yaml';
    const solver = '  - { solver: learned, parameters: { steps: 40, milliseconds: 10 } }';
    workspace.write(file, workspace.read(file).replace('  - solver: average', solver));
    expect((await workspace.run('train', 'toy/fig1', '--dry-run')).stdout).toContain('2 networks, 80 steps');
    expect(workspace.files('.').filter((path) => path.endsWith('.safetensors'))).toEqual([]);
  });

  it('is said before it is done', async () => {
    const [name, ...rest] = sweep;
    const { code, stderr } = await workspace.run(name, workspace.toy, ...rest, ...learned, 'N=2,4');
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: expect.stringMatching(/^.*: training 2 networks first, 80 steps in all\n$/),
    });
    const again = await workspace.run(name, workspace.toy, ...rest, ...learned, 'N=2,4');
    expect(again).toMatchObject({ code: 0, stderr: '' });
  });
});

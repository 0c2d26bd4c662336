import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { finished, Workspace } from '../toy/workspace.ts';

let workspace: Workspace;

beforeAll(async () => {
  workspace = new Workspace();
  workspace.write(
    'experiments/toy/fig1.yaml',
    workspace
      .read('experiments/toy/fig1.yaml')
      .replace(
        '  - solver: average\n',
        '  - { solver: learned, each: { iterations: [1, 2] }, parameters: { milliseconds: 30 } }\n',
      ),
  );
  expect(await finished(start('one'))).toMatchObject({ code: 0, stderr: '' });
});

afterAll(() => workspace.remove());

const args = (out: string) => ['toy/fig1', '--profile', 'smoke', '--jobs', '1', '--quiet', '--out', out];
const csv = (out: string) => workspace.read(`${out}/results/toy/fig1.smoke.csv`);
const start = (out: string, ...more: string[]) =>
  workspace.start([...args(out), ...more], { TRAINING_LOG: workspace.path(`${out}.log`) });
/** The trainings that were begun below a folder, one line each: N and the number of iterations. */
const trainings = (out: string) => {
  const log = workspace.path(`${out}.log`);
  return existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n').sort() : [];
};
const everyNetwork = ['2 1', '2 2', '4 1', '4 2'];

describe('several processes on one folder', () => {
  it('train each network once, compute each block once and give the bytes of one process', async () => {
    const shards = ['1/3', '2/3', '3/3'].map((shard) => finished(start('three', '--shard', shard)));
    for (const { code, stderr } of await Promise.all(shards)) expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(trainings('one')).toEqual(everyNetwork);
    expect(trainings('three')).toEqual(everyNetwork);
    expect((await workspace.run('merge', 'toy/fig1', '--profile', 'smoke', '--quiet', '--out', 'three')).code).toBe(0);
    expect(csv('three')).toBe(csv('one'));
    expect(workspace.files('three/.reproduce/training')).toEqual([]);
  });

  it('finish the networks of one that was killed', async () => {
    const killed = start('two', '--shard', '1/2');
    const ended = finished(killed);
    await expect.poll(() => trainings('two').length, { timeout: 20_000, interval: 20 }).toBe(1);
    killed.kill('SIGKILL');
    await ended;
    expect(workspace.files('two/.reproduce/training').map((path) => path.replace(/.*\./, ''))).toEqual(['lock']);
    expect((await finished(start('two', '--shard', '2/2'))).code).toBe(0);
    expect((await finished(start('two'))).code).toBe(0);
    expect(csv('two')).toBe(csv('one'));
    expect(trainings('two')).toHaveLength(5);
    expect([...new Set(trainings('two'))]).toEqual(everyNetwork);
  });

  it('refuse to train again in shards what is there', async () => {
    const { code, stderr } = await finished(start('none', '--shard', '1/2', '--retrain'));
    expect(code).toBe(2);
    expect(stderr).toMatch(/^reproduce: --retrain with --shard; accepted: /);
  });
});

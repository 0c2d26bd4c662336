import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { finished, Workspace } from '../../toy/workspace.ts';
import { OneNode, whyNoSlurm } from './one-node.ts';

/** Takes minutes: `npm run test:slurm` runs it, other calls of the tests leave it out. */
const isAsked = process.env.REPRODUCE_SLURM !== undefined;
const reason = isAsked ? whyNoSlurm() : 'only with REPRODUCE_SLURM=1 (npm run test:slurm)';
if (isAsked && reason) process.stderr.write(`\nNOT TESTED with a real Slurm: ${reason}\n\n`);

let workspace: Workspace;
let cluster: OneNode;

beforeAll(async () => {
  if (reason) return;
  workspace = new Workspace();
  cluster = new OneNode(workspace.path('slurm'));
  await cluster.start();
});

afterAll(async () => {
  if (reason) return;
  await cluster.end();
  workspace.remove();
});

const smoke = ['toy/fig1', '--profile', 'smoke'];

it.skipIf(reason)(
  'an array of 16 tasks with networks to train: tasks, the controller and the node die; the bytes are those of one process',
  async () => {
    const file = 'experiments/toy/fig1.yaml';
    const solvers = [
      '  - { solver: learned, each: { iterations: [1, 2, 3] }, parameters: { steps: 100, milliseconds: 30 } }',
      '  - { solver: slow, parameters: { milliseconds: 700 } }\n',
    ];
    workspace.write(
      file,
      workspace.read(file).replace('  - solver: average\n', solvers.join('\n')).replace('trials: 250', 'trials: 6400'),
    );
    const child = workspace.start(['submit', ...smoke, '--array', '16'], cluster.environment);
    const { code, stdout } = await finished(child);
    expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringMatching(/train .*6 tasks.*\n.*16 tasks/) });

    const trainer = await pidIn('.reproduce/training');
    process.kill(trainer, 'SIGKILL');
    note(`killed process ${trainer} of a training`);

    const shard = await pidIn('.reproduce/blocks');
    process.kill(shard, 'SIGKILL');
    await until(() => /-blocks .*JobState=FAILED/.test(cluster.ask('scontrol', '-o', 'show', 'job')));
    note(`killed process ${shard} of a shard, which the controller knows`);

    // The controller saves every few seconds what it knows.
    await pause(6000);
    cluster.killController();
    await pause(3000);
    cluster.startController();
    await until(() => cluster.answers('scontrol', 'ping'));
    note('killed the controller and started it again');

    await until(() => /-blocks .*JobState=RUNNING/.test(cluster.ask('scontrol', '-o', 'show', 'job')));
    cluster.killNode();
    note('killed the node with all that ran on it');
    await until(() => /Restarts=1/.test(cluster.ask('scontrol', '-o', 'show', 'job')));
    cluster.startNode();
    note('its tasks are in the queue again; started it again');

    await until(() => existsSync(workspace.path('results/toy/fig1.smoke.csv')));
    note('merged');
    expect(readdirSync(workspace.path('results/toy/weights'))).toHaveLength(6);
    // The shard of the killed process was sent again by the first merge.
    expect(readdirSync(workspace.path('.reproduce/slurm')).filter((name) => name.includes('merge'))).toHaveLength(2);
    expect((await workspace.run('status', ...smoke, '--shards', '16')).code).toBe(0);
    expect((await workspace.run(...smoke, '--quiet', '--jobs', '8', '--out', 'one')).code).toBe(0);
    const csv = 'results/toy/fig1.smoke.csv';
    expect(workspace.read(csv)).toBe(workspace.read(`one/${csv}`));
  },
  600_000,
);

const begun = Date.now();

function note(what: string): void {
  process.stderr.write(`${((Date.now() - begun) / 1000).toFixed(0).padStart(4)} s  ${what}\n`);
}

async function until(isSo: () => boolean): Promise<void> {
  for (let waits = 0; waits < 1200; waits++) {
    if (isSo()) return;
    await pause(250);
  }
  throw new Error(`gave up; the queue says\n${cluster.ask('squeue', '--array')}`);
}

/** The process that a lock in a folder names. */
async function pidIn(folder: string): Promise<number> {
  let found: number | undefined;
  await until(() => {
    const locks = existsSync(workspace.path(folder)) ? readdirSync(workspace.path(folder)) : [];
    for (const name of locks.filter((file) => file.endsWith('.lock'))) {
      try {
        const { pid } = JSON.parse(readFileSync(workspace.path(folder, name), 'utf8')) as { pid: number };
        if (existsSync(`/proc/${pid}`)) found ??= pid;
      } catch {
        // It was given back meanwhile.
      }
    }
    return found !== undefined;
  });
  return found!;
}

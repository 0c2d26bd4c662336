import { spawn } from 'node:child_process';
import { chmodSync, existsSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { finished, Workspace } from '../toy/workspace.ts';

let workspace: Workspace;

/** A cluster that keeps what it is handed in: the arguments of job n in `slurm/n.args`, its script in `slurm/n.sh`. */
const programs = {
  sbatch:
    'n=$(ls slurm/*.args 2>/dev/null | wc -l); n=$((n + 1)); echo "$@" > slurm/$n.args; cat > slurm/$n.sh; echo "$n;toy"',
  squeue: 'echo "$@" > slurm/squeue.asked; cat slurm/queue',
  scontrol: 'echo "MaxArraySize            = 5"',
};

beforeEach(() => {
  workspace = new Workspace();
  for (const [name, text] of Object.entries(programs)) {
    workspace.write(`bin/${name}`, `#!/bin/sh\n${text}\n`);
    chmodSync(workspace.path('bin', name), 0o755);
  }
  workspace.write('slurm/queue', '');
  const file = 'experiments/toy/fig1.yaml';
  const learned = '  - { solver: learned, each: { iterations: [1, 2] } }\n';
  workspace.write(file, workspace.read(file).replace('  - solver: average\n', learned));
});

afterEach(() => workspace.remove());

const environment = () => ({ PATH: `${workspace.path('bin')}:${process.env.PATH}` });
const smoke = ['toy/fig1', '--profile', 'smoke'];
const reproduce = (...args: string[]) => finished(workspace.start(args, environment()));
const submit = (...args: string[]) => reproduce('submit', ...smoke, ...args);

/** Runs the script of a job as a task of its array. */
function task(job: number, index = 0) {
  const script = workspace.path('slurm', `${job}.sh`);
  const env = { ...process.env, ...environment(), SLURM_ARRAY_TASK_ID: String(index), SLURM_CPUS_PER_TASK: '1' };
  return finished(spawn('sh', [script], { cwd: workspace.folder, env }));
}

describe('submit', () => {
  it('hands in networks, shards and merge; tasks that are lost are sent again; the bytes are those of one process', async () => {
    const { code, stdout } = await submit('--array', '4', '--', '--partition=cpu');
    expect({ code, lines: stdout.trim().split('\n').length }).toEqual({ code: 0, lines: 3 });
    expect(workspace.read('slurm/1.args')).toMatch(/--partition=cpu .*-train --array=1-4\n$/);
    expect(workspace.read('slurm/2.args')).toMatch(/-blocks --array=1-4 --dependency=afterany:1\n$/);
    expect(workspace.read('slurm/3.args')).toMatch(/-merge --dependency=afterany:2\n$/);
    for (const index of [1, 2, 4]) expect((await task(1, index)).code).toBe(0);
    expect(workspace.files('results/toy/weights')).toHaveLength(4);
    for (const index of [1, 4]) expect((await task(2, index)).code).toBe(0);
    expect((await reproduce('status', ...smoke, '--shards', '4')).stdout).toMatch(/4\/4 .*100% .* 50% +2-3\n/);
    expect((await task(3)).code).toBe(0);
    expect(workspace.read('slurm/4.args')).toMatch(/-blocks --array=2-3\n$/);
    for (const index of [2, 3]) expect((await task(4, index)).code).toBe(0);
    expect((await task(5)).code).toBe(0);
    expect(existsSync(workspace.path('slurm/6.sh'))).toBe(false);
    const csv = workspace.read('results/toy/fig1.smoke.csv');
    expect((await reproduce(...smoke, '--out', 'local', '--quiet')).code).toBe(0);
    expect(workspace.read('local/results/toy/fig1.smoke.csv')).toBe(csv);
    expect(await submit('--array', '4')).toMatchObject({ code: 0, stderr: expect.stringContaining('reproduce merge') });
  }, 180_000);

  it('sends round after round until every interval is narrow enough', async () => {
    const asked = ['--ci-width', '0.1', '--set', 'N=2', '--solvers', 'first'];
    expect((await submit('--array', '2', ...asked)).code).toBe(0);
    let jobs = 0;
    while (existsSync(workspace.path(`slurm/${jobs + 2}.sh`))) {
      for (const index of [1, 2]) await task(jobs + 1, index);
      expect((await task(jobs + 2)).code).toBe(0);
      jobs += 2;
    }
    expect(jobs).toBeGreaterThan(4);
    expect((await reproduce(...smoke, ...asked, '--out', 'local', '--quiet')).code).toBe(0);
    const csv = 'results/toy/fig1.custom.smoke.csv';
    expect(workspace.read(csv)).toBe(workspace.read(`local/${csv}`));
  }, 180_000);

  it('sends nothing again where the last jobs have led nowhere', async () => {
    await submit('--array', '2');
    const { code, stderr } = await task(3);
    expect(stderr).toMatch(/reproduce: 18 blocks are missing and the jobs sent last have added none/);
    expect(code).toBe(4);
    expect(existsSync(workspace.path('slurm/4.sh'))).toBe(false);
  });

  it('takes no more tasks than the cluster does, and says so', async () => {
    const { stderr } = await submit('--array', '40');
    expect(stderr).toContain('--array 40: this cluster takes at most 4 tasks in an array');
    expect(workspace.read('slurm/2.sh')).toContain('--shard "$SLURM_ARRAY_TASK_ID/4"');
  });

  it('leaves alone what waits or runs, but not what the files lack', async () => {
    workspace.write('slurm/queue', '2\n3\n');
    const { stderr } = await submit('--array', '4');
    expect(stderr).toMatch(/^tasks 2-3 of an earlier toy-fig1-[0-9a-f]{8}-blocks are still in the queue/);
    expect(workspace.read('slurm/2.args')).toContain('--array=1,4');
    expect(workspace.read('slurm/squeue.asked')).toMatch(/--name=toy-fig1-[0-9a-f]{8}-blocks/);
    workspace.write('slurm/queue', '1\n2\n3\n4\n');
    expect((await submit('--array', '4')).code).toBe(4);
    expect(existsSync(workspace.path('slurm/4.sh'))).toBe(false);
    workspace.write('bin/squeue', '#!/bin/sh\nexit 1\n');
    expect(await submit('--array', '4')).toMatchObject({ code: 0, stderr: expect.stringContaining('does not answer') });
  });

  it('prints the script that would do the same, with every option for the jobs, and needs no cluster for it', async () => {
    const { code, stdout } = await workspace.run('submit', ...smoke, '--set', 'N=2', '--seed', '7', '--print');
    expect(code).toBe(0);
    expect(stdout).toContain(
      ' run toy/fig1 --profile=smoke --set=N=2 --seed=7 --out=. --shard "$SLURM_ARRAY_TASK_ID/16"',
    );
    expect(stdout).toContain(' train toy/fig1 --profile=smoke --set=N=2 --out=. --shard "$SLURM_ARRAY_TASK_ID/2"');
    expect(existsSync(workspace.path('.reproduce'))).toBe(false);
  });

  it.each([
    [['--', '--array=3'], '-- --array=3; accepted: any flag of sbatch that "submit" does not set itself'],
    [['--array', '0'], '--array 0; accepted: a whole number from 1'],
  ])('refuses %j', async (args, text) => {
    const { code, stderr } = await submit(...args);
    expect({ code, stderr: stderr.includes(text) }).toEqual({ code: 2, stderr: true });
  });

  it('says in a line that there is no cluster, or what it refuses', async () => {
    workspace.write('bin/sbatch', '#!/bin/sh\necho "sbatch: error: invalid partition specified: cpu" >&2\nexit 1\n');
    expect(await submit('--array', '4')).toMatchObject({
      code: 2,
      stderr: 'reproduce: sbatch: invalid partition specified: cpu\n',
    });
    const { code, stderr } = await finished(workspace.start(['submit', ...smoke], { PATH: '/nowhere' }));
    expect({ code, stderr: stderr.includes('no sbatch here') }).toEqual({ code: 2, stderr: true });
  });
});

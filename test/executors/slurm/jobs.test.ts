import { execFileSync, spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { type ClusterWork, clusterJobs } from '../../../src/executors/slurm/jobs.ts';
import { rangesOf } from '../../../src/executors/slurm/ranges.ts';
import { submissionScript } from '../../../src/executors/slurm/script.ts';

const words = ['toy/fig1', '--set=N=2 4'];

const work: ClusterWork = {
  name: 'toy-fig1-12345678',
  folder: '/home/me/my work',
  logs: '.reproduce/slurm',
  program: ['/usr/bin/node', '/opt/reproduce.js'],
  words: { train: words, run: words, merge: words, submit: words },
  networks: 3,
  shards: 16,
  lacking: [1, 2, 3, 7, 9, 10],
  progress: 120,
  flags: ['--partition=cpu', '--time', '2:00:00'],
};

describe('the jobs of a work list', () => {
  it('are networks, then the shards that lack blocks, then the merge, each after the end of the one before', () => {
    const jobs = clusterJobs(work);
    expect(jobs.map(({ kind, array, tasks, after }) => ({ kind, array, tasks, after }))).toEqual([
      { kind: 'train', array: '1-3', tasks: 3, after: undefined },
      { kind: 'blocks', array: '1-3,7,9-10', tasks: 6, after: 'train' },
      { kind: 'merge', array: undefined, tasks: 1, after: 'blocks' },
    ]);
    const program = '/usr/bin/node /opt/reproduce.js';
    expect(jobs[0].script).toBe(
      `#!/bin/sh\nexec ${program} train toy/fig1 '--set=N=2 4' --shard "$SLURM_ARRAY_TASK_ID/3" --quiet\n`,
    );
    expect(jobs[1].script).toContain(`exec ${program} run toy/fig1 '--set=N=2 4' --shard "$SLURM_ARRAY_TASK_ID/16"`);
    expect(jobs[2].script).toContain(
      `exec ${program} submit toy/fig1 '--set=N=2 4' --array 16 --beyond 120 -- --partition=cpu --time 2:00:00`,
    );
  });

  it('have no training where all networks are there, and no more trainers than shards', () => {
    expect(clusterJobs({ ...work, networks: 0 }).map(({ kind }) => kind)).toEqual(['blocks', 'merge']);
    expect(clusterJobs({ ...work, networks: 101 })[0].tasks).toBe(16);
  });

  it('ask for one core and to be queued again, which the user may change, but not array, name and folder', () => {
    const { flags } = clusterJobs(work)[1];
    const at = (flag: string) => flags.findIndex((text) => text.startsWith(flag));
    expect(at('--cpus-per-task=1')).toBeLessThan(at('--partition'));
    expect(at('--requeue')).toBeLessThan(at('--partition'));
    for (const ours of ['--array=1-3,7,9-10', '--chdir=/home/me/my work', '--job-name=toy-fig1-12345678-blocks'])
      expect(at(ours)).toBeGreaterThan(at('--time'));
    expect(flags).toContain('--output=.reproduce/slurm/%x-%A_%a.log');
  });
});

it('the merge sends shards again only where blocks are missing, and passes on every other end', () => {
  const endOf = (code: number) => {
    const [, , { script }] = clusterJobs({
      ...work,
      program: ['sh', '-c', `[ $0 = merge ] && exit ${code}; echo "$0 $*"`],
    });
    try {
      return execFileSync('sh', ['-c', script], { encoding: 'utf8' }).trim();
    } catch (error) {
      return (error as { status: number }).status;
    }
  };
  expect(endOf(4)).toBe('submit toy/fig1 --set=N=2 4 --array 16 --beyond 120 -- --partition=cpu --time 2:00:00');
  expect([0, 1, 2, 143].map(endOf)).toEqual(['', 1, 2, 143]);
});

it('the printed script hands in the same jobs, in a shell that takes its words as they are meant', () => {
  const script = submissionScript(clusterJobs(work), '/tmp');
  const sbatch = 'sbatch() { printf "<%s>" "$@" >&2; echo >&2; cat >/dev/null; echo "$((n += 40))$#;cluster"; }\n';
  const { status, stderr } = spawnSync('sh', ['-c', `${sbatch}${script}`], { encoding: 'utf8' });
  expect(status).toBe(0);
  const [train, blocks, merge] = stderr.trim().split('\n');
  expect(train).toContain('<--chdir=/home/me/my work>');
  expect(train).not.toContain('--dependency');
  expect(blocks).toMatch(/<--array=1-3,7,9-10><--dependency=afterany:\d+>$/);
  expect(merge).toMatch(/<--dependency=afterany:\d+>$/);
});

it.each([
  [[], ''],
  [[4], '4'],
  [[1, 2, 3, 7, 9, 10], '1-3,7,9-10'],
])('%j is written %s', (numbers, text) => expect(rangesOf(numbers)).toBe(text));

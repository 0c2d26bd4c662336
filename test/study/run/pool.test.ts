import { availableParallelism, totalmem } from 'node:os';
import { expect, it } from 'vitest';
import { defaultJobs, heapShare, jobsFor } from '../../../src/study/run/pool.ts';

it('takes the cores that a Slurm task was given, else all that the process may use', () => {
  expect(defaultJobs({ SLURM_CPUS_PER_TASK: '3' })).toBe(3);
  for (const text of ['', '0', '-1', 'many']) {
    expect(defaultJobs({ SLURM_CPUS_PER_TASK: text })).toBe(availableParallelism());
  }
  expect(defaultJobs({})).toBe(availableParallelism());
});

it('shares the memory among the workers', () => {
  expect(heapShare(1) * 2 ** 20).toBeLessThan(totalmem());
  expect(heapShare(2)).toBeLessThanOrEqual(Math.max(256, heapShare(1) / 2));
  expect(heapShare(1_000_000)).toBe(256);
});

it('a graphics card has one worker, and no more may be asked for', () => {
  const source = { problem: 'massive-access', solvers: {} };
  expect(jobsFor(source, 3)).toBe(3);
  expect(jobsFor(source, undefined)).toBe(defaultJobs());
  expect(jobsFor({ ...source, device: 'webgpu' }, undefined)).toBe(1);
  expect(() => jobsFor({ ...source, device: 'webgpu' }, 2)).toThrow('--jobs 2; accepted with --device webgpu: 1');
});

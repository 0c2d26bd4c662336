import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packageRoot } from '../../../src/package-root.ts';
import { commit, dependencyVersions, machine, processCost } from '../../../src/study/results/environment.ts';

describe('the commit', () => {
  let folder: string;
  const git = (...args: string[]) =>
    execFileSync('git', ['-C', folder, '-c', 'user.name=a', '-c', 'user.email=a@b', ...args], {
      encoding: 'utf8',
    }).trim();
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'commit-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is none outside a checkout, and in one without commits', () => {
    expect(commit(folder)).toBeNull();
    git('init', '-q');
    expect(commit(folder)).toBeNull();
  });

  it('is that of the checkout, with whether tracked files other than results differ from it', () => {
    writeFileSync(join(folder, 'a'), '1');
    git('add', 'a');
    git('commit', '-qm', 'a');
    expect(commit(folder)).toEqual({ hash: git('rev-parse', 'HEAD'), dirty: false });
    writeFileSync(join(folder, 'untracked'), '1');
    expect(commit(folder)?.dirty).toBe(false);
    mkdirSync(join(folder, 'results'));
    writeFileSync(join(folder, 'results/b'), '1');
    git('add', 'results');
    expect(commit(folder)?.dirty).toBe(false);
    writeFileSync(join(folder, 'a'), '2');
    expect(commit(folder)?.dirty).toBe(true);
  });
});

it('the machine has cores and memory', () => {
  const { cores, memoryBytes, cpu, os, architecture } = machine();
  expect(cores).toBeGreaterThan(0);
  expect(memoryBytes).toBeGreaterThan(1e6);
  expect([cpu, os, architecture].every((text) => text.length > 0)).toBe(true);
});

it('the cost of the process grows with its work', () => {
  const before = processCost();
  let sum = 0;
  for (const end = performance.now() + 50; performance.now() < end; ) sum += Math.sin(sum);
  const { cpuSeconds, peakMemoryBytes } = processCost();
  expect(cpuSeconds).toBeGreaterThan(before.cpuSeconds);
  expect(cpuSeconds).toBeLessThan(before.cpuSeconds + 10);
  expect(peakMemoryBytes).toBeGreaterThan(1e7);
});

it('versions of dependencies are those installed', () => {
  const installed = readFileSync(join(packageRoot, 'node_modules/ml-matrix/package.json'), 'utf8');
  expect(dependencyVersions()['ml-matrix']).toBe(JSON.parse(installed).version);
  expect(Object.values(dependencyVersions()).every((version) => /^\d+\.\d+/.test(version))).toBe(true);
});

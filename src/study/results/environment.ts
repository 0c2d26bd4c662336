import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { cpus, release, totalmem, type } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../../package-root.ts';
import { drawsVersion } from '../../random/streams.ts';
import { versionOf } from '../identity/installed.ts';
import type { Provenance } from './provenance.ts';

const numericalPackages = ['cephes', 'ml-matrix', 'onnxruntime-node'];

/** Versions of everything that the numbers may depend on. */
export function versions(): Provenance['versions'] {
  const { version } = readJson(join(packageRoot, 'package.json')) as { version: string };
  return {
    package: version,
    node: process.versions.node,
    dependencies: dependencyVersions(),
    draws: drawsVersion,
  };
}

/** Versions of the installed packages that can change a number or an interval. */
export function dependencyVersions(): Record<string, string> {
  return Object.fromEntries(numericalPackages.map((name) => [name, versionOf(name)]));
}

/**
 * The commit of the checkout that runs, and whether tracked files differ from it, other than the results and figures that a run itself
 * writes; null outside a checkout.
 */
export function commit(folder: string = packageRoot): Provenance['commit'] {
  if (!existsSync(join(folder, '.git'))) return null;
  const git = (...args: string[]) =>
    execFileSync('git', ['-C', folder, ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  try {
    const others = ['--', '.', ':(exclude)results', ':(exclude)figures'];
    const changed = git('status', '--porcelain', '--untracked-files=no', ...others);
    return { hash: git('rev-parse', 'HEAD'), dirty: changed !== '' };
  } catch {
    return null;
  }
}

export function machine(): Provenance['machine'] {
  const cores = cpus();
  return {
    cpu: cores[0]?.model.trim() ?? 'unknown',
    cores: cores.length,
    memoryBytes: totalmem(),
    os: `${type()} ${release()}`,
    architecture: process.arch,
  };
}

/** CPU seconds and peak memory of this process with its threads, until now. */
export function processCost(): Pick<Provenance['cost'], 'cpuSeconds' | 'peakMemoryBytes'> {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  return { cpuSeconds: (userCPUTime + systemCPUTime) / 1e6, peakMemoryBytes: maxRSS * 1024 };
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}

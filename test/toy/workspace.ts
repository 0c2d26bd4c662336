import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packageRoot } from '../../src/package-root.ts';

/** Path of the toy problem's module. */
export const toy = fileURLToPath(new URL('./problem.js', import.meta.url));

export interface Finished {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

const paper = 'id: toy\ntitle: A toy\nauthors: A. Nobody\narxiv: "0000.00000"\n';

const figure1 = `
id: toy/fig1
title: Squared error over the iterations
paper: toy
place: Fig. 1
problem: ${toy}
scenarios:
  - { N: [2, 4], mu: 1 }
solvers:
  - solver: average
  - solver: first
    mark: rule
metrics: [error, nmse]
profiles:
  smoke: { trials: 250 }
  quick: { trials: 1000 }
  paper: { trials: 2000 }
figure:
  encoding:
    x: { field: iteration }
    y: { metric: error }
    strokeDash: { field: N }
`;

/** A working folder with the experiment toy/fig1, in which the built program is run. */
export class Workspace {
  /** The toy problem, as `sweep` takes it. */
  readonly toy = toy;
  readonly folder = mkdtempSync(join(tmpdir(), 'reproduce-'));

  constructor() {
    this.write('experiments/toy/paper.yaml', paper);
    this.write('experiments/toy/fig1.yaml', figure1);
  }

  path(...names: string[]): string {
    return join(this.folder, ...names);
  }

  write(name: string, text: string | Uint8Array): void {
    mkdirSync(join(this.folder, name, '..'), { recursive: true });
    writeFileSync(join(this.folder, name), text);
  }

  read(name: string): string {
    return readFileSync(join(this.folder, name), 'utf8');
  }

  /** Paths of the files below a folder. */
  files(name: string): string[] {
    return readdirSync(join(this.folder, name), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
  }

  start(args: readonly string[], environment: Record<string, string> = {}): ChildProcess {
    return spawn(process.execPath, [join(packageRoot, 'build/bin/reproduce.js'), ...args], {
      cwd: this.folder,
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }

  /** Runs `reproduce ...args` to its end. */
  run(...args: string[]): Promise<Finished> {
    return finished(this.start(args));
  }

  /** The same with its standard output going to a file. */
  into(file: string, ...args: string[]): Promise<Finished> {
    const command = [process.execPath, join(packageRoot, 'build/bin/reproduce.js'), ...args];
    const child = spawn('sh', ['-c', `exec "$@" > "${file}"`, 'sh', ...command], { cwd: this.folder });
    return finished(child);
  }

  /** Starts a command of a shell. */
  shell(command: string, environment: Record<string, string> = {}): ChildProcess {
    const env = { ...process.env, ...environment };
    return spawn('sh', ['-c', command], { cwd: this.folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** What a process said and how it ended. */
export function finished(child: ChildProcess): Promise<Finished> {
  let stdout = '';
  let stderr = '';
  child.stdout!.on('data', (text) => (stdout += text));
  child.stderr!.on('data', (text) => (stderr += text));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
}

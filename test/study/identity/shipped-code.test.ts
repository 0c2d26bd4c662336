import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packageRoot } from '../../../src/package-root.ts';
import { hashShippedCode, type ShippedCode } from '../../../src/study/identity/shipped-code.ts';
import { storedBlocks } from '../store/stored-blocks.ts';

const roots: string[] = [];
let original: ShippedCode;

beforeAll(() => {
  original = hashShippedCode(new Copy().path('build'));
});

afterAll(() => {
  for (const root of roots) rmSync(root, { recursive: true });
});

/** A copy of the built program, to be edited. */
class Copy {
  readonly root = realpathSync(mkdtempSync(join(tmpdir(), 'build-')));

  constructor() {
    roots.push(this.root);
    const isMap = (path: string) => path.endsWith('.map');
    cpSync(join(packageRoot, 'build'), this.path('build'), { recursive: true, filter: (path) => !isMap(path) });
    cpSync(join(packageRoot, 'package.json'), this.path('package.json'));
    for (const name of ['node_modules', 'src']) symlinkSync(join(packageRoot, name), this.path(name));
  }

  path(...names: string[]): string {
    return join(this.root, ...names);
  }

  /** Changes a file without changing what it does. */
  edit(name: string, more = '\nexport const edited = true;\n'): this {
    appendFileSync(this.path('build/src', name), more);
    return this;
  }

  replace(name: string, found: string, by: string): this {
    const path = this.path('build/src', name);
    const text = readFileSync(path, 'utf8');
    expect(text).toContain(found);
    writeFileSync(path, text.replace(found, by));
    return this;
  }

  addProblem(): this {
    cpSync(this.path('build/src/problems/massive-access'), this.path('build/src/problems/another'), {
      recursive: true,
    });
    const entry = "another: async () => (await import('./another/problem.js')).massiveAccess,";
    return this.replace('problems/index.js', 'beamforming:', `${entry} beamforming:`);
  }

  /** Hashes the copy; their names where they are not those of the original. */
  changes(): string[] {
    const [old, now] = [namesOf(original), namesOf(hashShippedCode(this.path('build')))];
    return [...now.keys()].filter((name) => old.get(name) !== now.get(name));
  }

  /** Writes the hashes anew, as the build does at its end. */
  rehash(): this {
    writeFileSync(this.path('build/hashes.json'), JSON.stringify(hashShippedCode(this.path('build'))));
    return this;
  }

  /** Runs two solvers of the copied program on the same channels; how many blocks the store then has. */
  blocksAfterSweep(): number {
    const sweep = ['sweep', 'beamforming', '--set', 'K=2', 'd=1', '--solvers', 'mrt,zero-forcing', '--trials', '10'];
    const bin = this.path('build/bin/reproduce.js');
    execFileSync(process.execPath, [bin, ...sweep, '--out', 'out.csv'], { cwd: this.root, stdio: 'pipe' });
    return storedBlocks(this.path('.reproduce/blocks'));
  }
}

/** Every hash by the name of what it stands for. */
function namesOf({ runner, problems }: ShippedCode): Map<string, string> {
  const named = new Map([['runner', runner.sha256]]);
  for (const [id, { sha256, solvers }] of Object.entries(problems)) {
    named.set(id, sha256);
    for (const [name, solver] of Object.entries(solvers)) named.set(`${id}/${name}`, solver.sha256);
  }
  return named;
}

const registry = 'problems/beamforming/solvers/index.js';
const mrt = "async () => (await import('./mrt.js')).mrt";

describe('hashShippedCode', () => {
  it('gives what the build wrote, wherever the program lies', () => {
    expect(JSON.parse(readFileSync(join(packageRoot, 'build/hashes.json'), 'utf8'))).toEqual(original);
  });

  it('gives an edited solver another hash, and nothing else', () => {
    expect(new Copy().edit('problems/beamforming/solvers/mrt.js').changes()).toEqual(['beamforming/mrt']);
  });

  it('covers the engines that a solver computes on, and their WebAssembly', () => {
    const graph = new Copy().edit('graph/session.js').changes();
    expect(graph).toContain('massive-access/ista-gs');
    expect(graph.filter((name) => name.startsWith('beamforming'))).toEqual([]);
    const lanes = new Copy().edit('lanes/kernels.f64x8.wasm', '\0').changes();
    expect(lanes).toContain('beamforming/mrt');
    expect(lanes.filter((name) => name.startsWith('massive-access'))).toEqual([]);
  });

  it('does not change with what users are told, nor with problems and solvers that are added', () => {
    const copy = new Copy()
      .edit('messages.js')
      .addProblem()
      .replace(registry, `mrt: ${mrt}`, `mrt2: ${mrt}, mrt: ${mrt}`);
    const added = copy.changes();
    expect(added).toEqual(expect.arrayContaining(['another', 'another/ista-gs', 'beamforming/mrt2']));
    expect(added.filter((name) => !name.startsWith('another') && name !== 'beamforming/mrt2')).toEqual([]);
  });

  it('refuses a registry that holds more than imports', () => {
    const copy = new Copy().replace(registry, mrt, '() => null');
    expect(() => copy.changes()).toThrow('and nothing else');
  });
});

describe('blocks of the program', () => {
  it('are computed anew for an edited solver alone, and for none where a problem is added', () => {
    const copy = new Copy();
    expect(copy.blocksAfterSweep()).toBe(2);
    copy.edit('problems/beamforming/solvers/mrt.js').rehash();
    expect(copy.blocksAfterSweep()).toBe(3);
    const more = new Copy().edit('problems/beamforming/solvers/mrt.js').addProblem();
    cpSync(copy.path('.reproduce'), more.path('.reproduce'), { recursive: true });
    more.rehash();
    expect(more.blocksAfterSweep()).toBe(3);
  });
});

import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packageRoot } from '../src/package-root.ts';

const temporary = mkdtempSync(join(tmpdir(), 'package-'));
const unpacked = join(temporary, 'reproduce');
const elsewhere = join(temporary, 'elsewhere');
let names: readonly string[];

/** Writes a file of a folder, and the folders that it needs. */
function place(folder: string, name: string, write: (path: string) => void): void {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  write(join(folder, name));
}

/** What npm would pack. Only names matter to it, so it is asked about empty files: the weights are 130 MB. */
function packed(): string[] {
  const folder = join(temporary, 'names');
  const tracked = execFileSync('git', ['ls-files', '-z'], { cwd: packageRoot, encoding: 'utf8' }).split('\0');
  const built = readdirSync(join(packageRoot, 'build'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(packageRoot.length + 1));
  for (const name of [...tracked, ...built].filter((name) => name !== '')) {
    place(folder, name, (path) => writeFileSync(path, ''));
  }
  for (const name of ['package.json', '.gitignore']) copyFileSync(join(packageRoot, name), join(folder, name));
  const args = ['pack', '--dry-run', '--json', '--ignore-scripts', '--silent'];
  const [{ files }] = JSON.parse(execFileSync('npm', args, { cwd: folder, encoding: 'utf8' }));
  return files.map(({ path }: { path: string }) => path);
}

beforeAll(() => {
  names = packed();
  // The weights of one paper do.
  for (const name of names.filter((name) => !name.includes('/weights/') || name.includes('mif-wmmse'))) {
    place(unpacked, name, (path) => copyFileSync(join(packageRoot, name), path));
  }
  symlinkSync(join(packageRoot, 'node_modules'), join(unpacked, 'node_modules'));
  mkdirSync(elsewhere);
}, 240_000);
afterAll(() => rmSync(temporary, { recursive: true }));

const reproduce = (...args: string[]) =>
  execFileSync(process.execPath, [join(unpacked, 'build/bin/reproduce.js'), ...args], {
    cwd: elsewhere,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });

describe('the package', () => {
  it('holds what is built, experiments, results, documentation, and no sources or tests', () => {
    const { exports, bin } = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8'));
    const entries = [exports['.'].types, exports['.'].default, bin.reproduce].map((path) => path.replace('./', ''));
    expect(names).toEqual(
      expect.arrayContaining([...entries, 'LICENSE', 'README.md', 'experiments/mif-wmmse/fig1.yaml']),
    );
    expect(names.filter((name) => /\.ts$/.test(name) && !/^build\/.*\.d\.ts$/.test(name))).toEqual([]);
    expect(names.filter((name) => /^(test|scripts|\.ci|node_modules)\//.test(name))).toEqual([]);
  });

  it('holds every file that its pages point to', () => {
    const pages = names.filter((name) => name.endsWith('.md'));
    const missing = pages.flatMap((page) => {
      const text = readFileSync(join(packageRoot, page), 'utf8').replaceAll(/```.*?```/gs, '');
      const links = [...text.matchAll(/\]\(([^)#\s]+)[^)]*\)|src="([^"]+)"/g)].map(([, link, image]) => link ?? image);
      const local = links.filter((link) => !/^\w+:/.test(link)).map((link) => join(dirname(page), link));
      return local.filter((path) => !names.includes(path)).map((path) => `${page}: ${path}`);
    });
    expect(missing).toEqual([]);
  });

  it('is enough to list, inform and judge', () => {
    for (const [command, ...args] of [['list'], ['info', 'mif-wmmse/fig1'], ['claims', 'mif-wmmse']]) {
      expect(reproduce(command, ...args)).toContain('mif-wmmse');
    }
  });

  it('is enough to draw stored results', () => {
    const drawn = reproduce('plot', 'mif-wmmse/fig1', '--format', 'svg,html');
    expect(drawn).toBe('wrote figures/mif-wmmse/fig1.svg\nwrote figures/mif-wmmse/fig1.html\n');
    const [own, shipped] = [elsewhere, packageRoot].map((folder) => join(folder, 'figures/mif-wmmse/fig1.svg'));
    expect(readFileSync(own, 'utf8')).toBe(readFileSync(shipped, 'utf8'));
  });

  it('is enough to run, with the networks that it brings', () => {
    expect(reproduce('mif-wmmse/fig3', '--profile', 'smoke')).toContain('wrote results/mif-wmmse/fig3.smoke.csv');
  });

  it('can be imported by its name', () => {
    mkdirSync(join(elsewhere, 'node_modules'));
    symlinkSync(unpacked, join(elsewhere, 'node_modules/reproduce'));
    const script = "import { runStudy } from 'reproduce'; console.log(typeof runStudy);";
    const args = ['--input-type=module', '--eval', script];
    expect(execFileSync(process.execPath, args, { cwd: elsewhere, encoding: 'utf8' })).toBe('function\n');
  });
});

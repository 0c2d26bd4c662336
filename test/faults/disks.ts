import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { type Finished, Workspace } from '../toy/workspace.ts';
import { attack, expectNoBug } from './attacks.ts';

const csv = 'results/toy/fig1.smoke.csv';
const smoke = ['toy/fig1', '--profile', 'smoke', '--quiet'];

/** A folder on a small file system of its own. Undefined where none may be mounted. */
function smallDisk(workspace: Workspace): string | undefined {
  const folder = workspace.path('small');
  mkdirSync(folder);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', folder], { stdio: 'ignore' });
    return folder;
  } catch {
    return undefined;
  }
}

/** Lets `use` have a disk that it may fill; false where none can be mounted. */
async function onSmallDisk(use: (workspace: Workspace, folder: string) => Promise<void>): Promise<boolean> {
  const workspace = new Workspace();
  const folder = smallDisk(workspace);
  try {
    if (folder !== undefined) await use(workspace, folder);
    return folder !== undefined;
  } finally {
    if (folder !== undefined) execFileSync('umount', ['-l', folder]);
    workspace.remove();
  }
}

/** Runs on a disk with room for a part of what they write: they say so, keep the results that were there, and are mended by room. */
export function fillDisks(trials: number): Promise<boolean> {
  return onSmallDisk(async (workspace, folder) => {
    await workspace.run(...smoke, '--out', 'whole');
    const whole = workspace.read(`whole/${csv}`);
    const room = fc.record({
      kilobytes: fc.integer({ min: 0, max: 160 }),
      isFresh: fc.boolean(),
      hasResults: fc.boolean(),
    });
    await attack('runs on a full disk', trials, room, async ({ kilobytes, isFresh, hasResults }) => {
      for (const name of ['results', 'figures', '.reproduce'])
        rmSync(join(folder, name), { recursive: true, force: true });
      if (hasResults) await workspace.run(...smoke, '--out', 'small');
      fill(folder, kilobytes);
      const ended = await workspace.run(...smoke, '--out', 'small', ...(isFresh ? ['--fresh'] : []));
      expectRefusal(ended, [0, 4]);
      if (hasResults && workspace.read(`small/${csv}`) !== whole)
        throw new Error('the results that were there are lost');
      rmSync(join(folder, 'filler'));
      const { code } = await workspace.run(...smoke, '--out', 'small');
      if (code !== 0 || workspace.read(`small/${csv}`) !== whole) throw new Error('room does not mend it');
    });
  });
}

/** Leaves so many kilobytes. */
function fill(folder: string, kilobytes: number): void {
  try {
    writeFileSync(join(folder, 'filler'), Buffer.alloc(4 << 20));
  } catch {
    // That was meant to happen.
  }
  const { length } = execFileSync('cat', [join(folder, 'filler')], { maxBuffer: 8 << 20 });
  execFileSync('truncate', ['-s', String(Math.max(0, length - 1024 * kilobytes)), join(folder, 'filler')]);
}

/** Commands on a disk that takes nothing more at all: refused in a line, what was there is as it was. */
export function readOnlyDisks(trials: number): Promise<boolean> {
  return onSmallDisk(async (workspace, folder) => {
    await workspace.run(...smoke, '--out', 'small');
    const whole = workspace.read(`small/${csv}`);
    execFileSync('mount', ['-o', 'remount,ro', folder]);
    const sweep = ['sweep', workspace.toy, '--solvers', 'first', '-n', '10', '--set', 'N=2'];
    const commands = [
      [...smoke, '--fresh', '--out', 'small'],
      [...smoke, '--shard', '1/2', '--fresh', '--out', 'small'],
      ['merge', 'toy/fig1', '--profile', 'smoke', '--out', 'small'],
      ['plot', 'toy/fig1', '--profile', 'smoke', '--out', 'small'],
      ['train', 'toy/fig1', '--retrain', '--out', 'small', '--solvers', 'learned:iterations=1'],
      ['submit', 'toy/fig1', '--out', 'small'],
      [...sweep, '--out', 'small/s.csv'],
      [...sweep, '--out', 's.csv', '--per-trial', 'small/each.csv'],
      ['draw', workspace.toy, '--trials', '5', '--out', 'small/h.npy'],
      ['report', 'toy/fig1', '--out', 'small/report.html'],
      ['new', 'solver', 'small/mine.py'],
    ];
    await attack('commands on a read-only disk', Math.min(trials, commands.length), each(commands), async (args) => {
      expectRefusal(await workspace.run(...args), [1, 2, 3]);
      if (workspace.read(`small/${csv}`) !== whole) throw new Error('the results that were there are lost');
    });
  });
}

function expectRefusal({ code, stderr }: Finished, codes: readonly number[]): void {
  expectNoBug(stderr);
  if (!codes.includes(code ?? -1)) throw new Error(`exit code ${code}; ${stderr}`);
  if (code !== 0 && !/^reproduce: [^\n]*\n$/m.test(stderr)) throw new Error(`not a line that says why:\n${stderr}`);
}

/** These, one after another. */
export function each<T>(values: readonly T[]): fc.Arbitrary<T> {
  let next = 0;
  return fc.constant(0).map(() => values[next++ % values.length]);
}

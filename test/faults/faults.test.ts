import { writeFileSync } from 'node:fs';
import { afterAll, describe, it } from 'vitest';
import { attack, patience, tableOfAttacks, trialsOf } from './attacks.ts';
import { randomCommandLines } from './command-lines.ts';
import { damaged, damages } from './damage.ts';
import { fillDisks, readOnlyDisks } from './disks.ts';
import { sameContent, type Target, targets } from './files.ts';
import { hostileFiles } from './hostile-files.ts';
import { killAgainAndAgain } from './kills.ts';
import { hostileSolvers } from './solvers.ts';

/**
 * Standing attacks on the program: a short form with every call of the tests, and as `npm run faults` for as long as one likes. All that is
 * random follows from a seed, which is printed.
 */

afterAll(() => {
  process.stderr.write(`\n${tableOfAttacks()}\n`);
});

describe('damaged files are refused, or give what they held', () => {
  const each = Math.ceil(trialsOf('files', 1600, 50_000) / targets.length);
  it.each(targets.map((target) => [target.name, target] as const))(
    '%s',
    async (name, target) => {
      const whole = await target.read();
      await attack(`damaged ${name}`, each, damages, async (changes) => {
        const bytes = damaged(target.bytes, changes);
        writeFileSync(target.path, bytes);
        await readDamaged(target, whole);
      });
      writeFileSync(target.path, target.bytes);
    },
    patience,
  );
});

describe('whatever is done to the program', () => {
  it(
    'kills lose nothing that is stored and change no byte',
    () => killAgainAndAgain(trialsOf('kills', 3, 300)),
    patience,
  );

  it(
    'a full disk leaves results as they were',
    async ({ skip }) => {
      if (!(await fillDisks(trialsOf('full', 2, 25)))) skip('needs the right to mount a small file system');
    },
    patience,
  );

  it(
    'a disk that takes nothing is told in a line',
    async ({ skip }) => {
      if (!(await readOnlyDisks(trialsOf('readonly', 3, 11)))) skip('needs the right to mount a file system');
    },
    patience,
  );

  it('a command line ends as it should', () => randomCommandLines(trialsOf('lines', 40, 2000)), patience);

  it('a file that is made to harm is refused', () => hostileFiles(trialsOf('hostile', 3, 100)), patience);

  it('a solver fails by itself', () => hostileSolvers(trialsOf('solvers', 3, 100)), patience);
});

async function readDamaged(target: Target, whole: unknown): Promise<void> {
  const begun = performance.now();
  let content: unknown;
  try {
    content = await target.read();
  } catch (error) {
    if (!target.isRefusal(error as Error)) throw error;
    if (/\n(?!.*:\d+:)/.test((error as Error).message.trimEnd()))
      throw new Error(`more than a line: ${(error as Error).message}`);
  }
  if (performance.now() - begun > 5000) throw new Error('it took more than 5 s');
  if (content === undefined) return;
  const isKept = target.keeps === 'content' ? sameContent(content, whole) : target.keeps(content as never);
  if (!isKept) throw new Error(`silently wrong: ${JSON.stringify(content).slice(0, 2000)}`);
}

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { chooseArray, openArrayFile } from '../../src/arrays/array-file.ts';
import { UserError } from '../../src/messages.ts';

/** Written by numpy.savez and savez_compressed: complex H of shape (2, 2, 1, 3), and whole numbers `other`. */
const fixture = (name: string) => fileURLToPath(new URL(`./fixtures/${name}.npz`, import.meta.url));

const folder = mkdtempSync(join(tmpdir(), 'npz-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe.each(['two', 'two-stored'])('%s.npz', (name) => {
  it('holds the arrays by their names', async () => {
    const { arrays } = await openArrayFile(fixture(name));
    expect(arrays.map((array) => [array.name, array.shape, array.complex])).toEqual([
      ['H', [2, 2, 1, 3], true],
      ['other', [3], false],
    ]);
    const [H, other] = await Promise.all(arrays.map((array) => array.read('float64')));
    expect([...H.values]).toEqual([0, -2, 0, 3, 2, -2, 4, -1, -4, 1, -3, 0, 3, -4, 4, -4, -2, 3, -2, 2, 3, 3, -1, 0]);
    expect([...other.values]).toEqual([0, 1, 2]);
  });

  it('gives the array that is named, or that alone fits', async () => {
    const named = await openArrayFile(`${fixture(name)}:other`);
    expect(chooseArray(named, () => true, 'any').name).toBe('other');
    expect(chooseArray(await openArrayFile(fixture(name)), ({ complex }) => complex, 'complex').name).toBe('H');
  });

  it('is refused where it is cut off or changed, never read otherwise', async () => {
    const whole = readFileSync(fixture(name));
    const path = join(folder, 'damaged.npz');
    for (let cut = 0; cut < whole.length; cut += 7) {
      writeFileSync(path, whole.subarray(0, cut));
      await expect(openArrayFile(path)).rejects.toThrow(UserError);
    }
    const right = await openArrayFile(fixture(name));
    const values = await Promise.all(right.arrays.map((array) => array.read('float64')));
    for (let at = 0; at < whole.length; at += 3) {
      const changed = Buffer.from(whole);
      changed[at] ^= 0x55;
      writeFileSync(path, changed);
      const read = openArrayFile(path).then(({ arrays }) => Promise.all(arrays.map((array) => array.read('float64'))));
      const found = await read.catch((error: Error) => error);
      // What no length or checksum covers, such as a date, or a name, may change; no numbers do.
      if (found instanceof Error) expect(found).toBeInstanceOf(UserError);
      else for (const array of found) expect(values).toContainEqual(array);
    }
  });
});

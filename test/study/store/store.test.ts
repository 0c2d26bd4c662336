import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BlockResult } from '../../../src/study/store/block.ts';
import { StoreLease, writerAt } from '../../../src/study/store/lease.ts';
import { PackWriter } from '../../../src/study/store/pack-writer.ts';
import { BlockStore } from '../../../src/study/store/store.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'store-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

const keyOf = (name: string | number) => createHash('sha256').update(String(name)).digest('hex');
const block = (value: number): BlockResult => ({
  ...{ count: 2, seconds: 0.25 },
  observations: [
    { name: 'wsr', kind: 'mean', iteration: 1, values: Float64Array.of(value, -0) },
    { name: 'nmse', kind: 'ratio-db', iteration: null, values: Float64Array.of(1, 2, 5e-324, Number.MAX_VALUE) },
  ],
});
const stored = (value: number) => ({ state: 'stored', result: block(value) });

/** Writes blocks 0 to `count - 1` to the pack `name`. */
function write(count: number, name = '0-0'): void {
  const writer = new PackWriter(folder, name);
  for (let i = 0; i < count; i++) writer.write(keyOf(i), block(i));
  writer.close();
}

const pack = (name = '0-0') => join(folder, `${name}.pack`);
const index = (name = '0-0') => join(folder, `${name}.index`);

describe('the block store', () => {
  it('gives back what was written, bit by bit', () => {
    const observation = (count: number) =>
      fc.record({
        name: fc.string({ minLength: 1 }),
        kind: fc.constant('mean' as const),
        iteration: fc.option(fc.nat()),
        values: fc.float64Array({ minLength: count, maxLength: count, noNaN: true }),
      });
    const seconds = fc.double({ noNaN: true, noDefaultInfinity: true });
    const result = fc
      .nat({ max: 5 })
      .chain((count) => fc.record({ count: fc.constant(count), seconds, observations: fc.array(observation(count)) }));
    const writer = new PackWriter(folder, '0-0');
    const store = new BlockStore(folder);
    let key = 0;
    fc.assert(
      fc.property(result, (written) => {
        writer.write(keyOf(++key), written);
        store.refresh();
        expect(store.read(keyOf(key))).toEqual({ state: 'stored', result: written });
        expect(store.seconds(keyOf(key))).toBe(written.seconds);
      }),
      { numRuns: 40 },
    );
    writer.close();
    const read = new BlockStore(folder).read(keyOf(1));
    expect(read).toEqual(store.read(keyOf(1)));
  });

  it('has nothing that was never written, and knows packs of any number of writers', () => {
    expect(new BlockStore(join(folder, 'none')).read(keyOf(0))).toEqual({ state: 'missing' });
    write(2, '0-1');
    write(3, '1-0');
    const store = new BlockStore(folder);
    expect([0, 1, 2, 3].map((i) => store.state(keyOf(i)))).toEqual(['stored', 'stored', 'stored', 'missing']);
    const [first, second] = [0, 0].map(() => new StoreLease(folder));
    expect([first.place.slot, second.place.slot]).toEqual([0, 1]);
    first.release();
    expect(new StoreLease(folder).place.slot).toBe(0);
    expect(new StoreLease(folder, 7).place.slot).toBe(7);
  });

  it('tells a failed block from a missing one, until it is solved', () => {
    const writer = new PackWriter(folder, '0-0');
    writer.fail(keyOf(0), { trial: 12, what: 'the estimate is NaN' });
    const store = new BlockStore(folder);
    expect([store.state(keyOf(0)), store.read(keyOf(0)).state]).toEqual(['failed', 'missing']);
    expect(store.failure(keyOf(0))).toEqual({ trial: 12, what: 'the estimate is NaN' });
    writer.write(keyOf(0), block(0));
    writer.fail(keyOf(0), { trial: null, what: 'again' });
    store.refresh();
    expect(store.read(keyOf(0))).toEqual(stored(0));
    expect(store.failure(keyOf(0))).toBeUndefined();
    writer.close();
  });

  it('forgets for all processes what is discarded, and takes it again', () => {
    write(3);
    const store = new BlockStore(folder);
    const other = new BlockStore(folder);
    store.discard(keyOf(1));
    store.discard(keyOf(1));
    store.discard(keyOf('never written'));
    expect([store.state(keyOf(1)), other.read(keyOf(1)).state]).toEqual(['missing', 'missing']);
    expect([0, 1, 2].map((i) => new BlockStore(folder).state(keyOf(i)))).toEqual(['stored', 'missing', 'stored']);
    rmSync(index());
    expect([0, 1, 2].map((i) => new BlockStore(folder).state(keyOf(i)))).toEqual(['stored', 'missing', 'stored']);
    const writer = new PackWriter(folder, '0-0');
    writer.write(keyOf(1), block(10));
    writer.close();
    store.refresh();
    expect([store, new BlockStore(folder)].map((each) => each.read(keyOf(1)))).toEqual([stored(10), stored(10)]);
  });
});

describe('a pack', () => {
  it('in which any one bit changed gives no wrong number, whether its index is there or not', () => {
    write(2);
    const bytes = readFileSync(pack());
    const indexBytes = readFileSync(index());
    for (const hasIndex of [true, false]) {
      if (!hasIndex) rmSync(index());
      for (let i = 0; i < bytes.length; i++) {
        const changed = Buffer.from(bytes);
        changed[i] ^= 1 << (i % 8);
        writeFileSync(pack(), changed);
        const store = new BlockStore(folder);
        const [first, second] = [0, 1].map((block) => store.read(keyOf(block)));
        const isInFirst = i < bytes.length / 2;
        expect(isInFirst ? first.state : second.state).toMatch(/damaged|missing/);
        if (!isInFirst) expect(first).toEqual(stored(0));
        else if (hasIndex) expect(second).toEqual(stored(1));
        if (hasIndex && i % 4 > 0) expect((isInFirst ? first : second).state).toMatch(/damaged/);
      }
      writeFileSync(pack(), bytes);
    }
    writeFileSync(index(), indexBytes);
    expect(new BlockStore(folder).read(keyOf(1))).toEqual(stored(1));
  });

  it('says where it is damaged', () => {
    write(2);
    const bytes = readFileSync(pack());
    bytes[bytes.length - 1] ^= 1;
    writeFileSync(pack(), bytes);
    const place = `${pack()} (byte ${bytes.length / 2})`;
    expect(new BlockStore(folder).read(keyOf(1))).toEqual({ state: 'damaged', place });
  });

  it('is read past any one bit that changed in its index', () => {
    write(3);
    const bytes = readFileSync(index());
    for (let i = 0; i < bytes.length; i++) {
      const changed = Buffer.from(bytes);
      changed[i] ^= 1 << (i % 8);
      writeFileSync(index(), changed);
      const store = new BlockStore(folder);
      expect([0, 1, 2].map((block) => store.read(keyOf(block)))).toEqual([stored(0), stored(1), stored(2)]);
    }
  });

  it('that was cut at any place keeps the blocks before it, and goes on from there', () => {
    write(3);
    const whole = mkdtempSync(join(tmpdir(), 'whole-'));
    cpSync(folder, whole, { recursive: true });
    const size = statSync(pack()).size;
    for (const withIndex of [true, false]) {
      for (let length = 0; length < size; length += 7) {
        copyFileSync(join(whole, '0-0.pack'), pack());
        copyFileSync(join(whole, '0-0.index'), index());
        truncateSync(pack(), length);
        if (!withIndex) truncateSync(index(), 64 + (length % 64));
        const left = Math.floor((3 * length) / size);
        const states = () => [0, 1, 2, 'new'].map((i) => new BlockStore(folder).state(keyOf(i)));
        const expected = [0, 1, 2].map((i) => (i < left ? 'stored' : 'missing'));
        expect(states()).toEqual([...expected, 'missing']);
        const writer = new PackWriter(folder, '0-0');
        writer.write(keyOf('new'), block(7));
        writer.close();
        expect(states()).toEqual([...expected, 'stored']);
        expect(new BlockStore(folder).read(keyOf('new'))).toEqual(stored(7));
      }
    }
    expect(readdirSync(folder).sort()).toEqual(['0-0.index', '0-0.pack']);
    rmSync(whole, { recursive: true });
  });

  it('is left alone where what follows its blocks is no block, and another is written', () => {
    write(2);
    const bytes = Buffer.concat([readFileSync(pack()), Buffer.alloc(500, 'x')]);
    writeFileSync(pack(), bytes);
    const writer = new PackWriter(folder, '0-0');
    expect(writer.path).toBe(pack('0-0.2'));
    writer.write(keyOf(2), block(2));
    writer.close();
    const store = new BlockStore(folder);
    expect([0, 1, 2].map((i) => store.read(keyOf(i)))).toEqual([stored(0), stored(1), stored(2)]);
    expect(readFileSync(pack())).toEqual(bytes);
  });

  it('that cannot be opened is named in one line', () => {
    write(1);
    rmSync(pack());
    cpSync(mkdtempSync(join(tmpdir(), 'folder-')), pack(), { recursive: true });
    expect(() => new BlockStore(folder)).toThrow(`cannot read ${pack()} (EISDIR)`);
  });

  it('is not written once another process has taken the slot over', () => {
    const lease = new StoreLease(folder);
    writerAt(lease.place).write(keyOf(0), block(0));
    const other = { pid: process.ppid, host: 'elsewhere', machine: '', start: '', since: '' };
    writeFileSync(lease.place.lock.path, JSON.stringify(other));
    const now = Date.now();
    const clock = Date.now;
    try {
      Date.now = () => now + 60_000;
      expect(() => writerAt(lease.place)).toThrow(`another process writes in the place of this one in ${folder}`);
    } finally {
      Date.now = clock;
    }
  });
});

it('loses nothing that was written when its writer is killed, again and again', async () => {
  const module = (name: string) =>
    JSON.stringify(new URL(`../../../build/src/study/store/${name}.js`, import.meta.url).href);
  const script = `import { StoreLease, writerAt } from ${module('lease')};
    const { place } = new StoreLease(process.argv[1]);
    const values = Float64Array.from({ length: 5000 }, (_, i) => i);
    for (let i = Number(process.argv[2]); ; i++) {
      const observations = [{ name: 'x', kind: 'mean', iteration: i, values }];
      writerAt(place).write(i.toString(16).padStart(64, '0'), { count: 5000, seconds: 1, observations });
      process.stdout.write(i + ' ');
    }`;
  let next = 1;
  for (let kill = 0; kill < 8; kill++) {
    const child = spawn(process.execPath, ['--input-type=module', '-e', script, folder, String(next)]);
    let said = '';
    child.stdout.on('data', (text) => (said += text));
    const closed = new Promise((resolve) => child.on('close', resolve));
    await expect.poll(() => said.length, { timeout: 20_000, interval: 5 }).toBeGreaterThan(10 + 40 * kill);
    child.kill('SIGKILL');
    await closed;
    const last = Number(said.trim().split(' ').at(-1));
    const store = new BlockStore(folder);
    for (let i = 1; i <= last; i++) {
      const read = store.read(i.toString(16).padStart(64, '0'));
      expect(read).toMatchObject({ state: 'stored', result: { observations: [{ iteration: i }] } });
    }
    next = last + 1;
  }
  expect(readdirSync(folder).filter((name) => name.endsWith('.pack'))).toEqual(['0-0.pack']);
});

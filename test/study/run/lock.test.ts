import { type ChildProcess, spawn } from 'node:child_process';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { isHeld, Lock, takeLock } from '../../../src/study/run/lock.ts';
import { machineId } from '../../../src/study/run/processes.ts';

let path: string;

beforeEach(() => {
  path = join(mkdtempSync(join(tmpdir(), 'lock-')), 'fig1.lock');
});

afterEach(() => rmSync(join(path, '..'), { recursive: true }));

const since = '2026-01-02T03:04:05.000Z';
const write = (owner: object) =>
  writeFileSync(path, JSON.stringify({ host: hostname(), machine: machineId(), start: '', since, ...owner }));
/** As if the file had been touched so many seconds ago. */
const touchedAgo = (seconds: number) => utimesSync(path, Date.now() / 1000 - seconds, Date.now() / 1000 - seconds);
const owner = () => JSON.parse(readFileSync(path, 'utf8'));

/** A process that has come and gone. */
async function deadProcess(): Promise<number> {
  const child: ChildProcess = spawn(process.execPath, ['-e', '']);
  await new Promise((resolve) => child.on('exit', resolve));
  return child.pid!;
}

describe('takeLock', () => {
  it('names its owner in the file and gives it back once', () => {
    const release = takeLock(path);
    expect(owner()).toMatchObject({ pid: process.pid, host: hostname() });
    expect(() => takeLock(path)).toThrow(`process ${process.pid} on ${hostname()} since ${owner().since}`);
    release();
    expect(existsSync(path)).toBe(false);
    const next = takeLock(path);
    release();
    expect(existsSync(path)).toBe(true);
    next();
  });

  it('takes over from a process of this host that is gone', async () => {
    write({ pid: await deadProcess() });
    const release = takeLock(path);
    expect(owner().pid).toBe(process.pid);
    release();
  });

  it.runIf(process.platform === 'linux')('takes over where the id now belongs to a later process', () => {
    write({ pid: process.ppid, start: '1' });
    takeLock(path)();
    write({ pid: process.pid, start: '1' });
    takeLock(path)();
  });

  it('refuses where the owner lives', () => {
    write({ pid: process.ppid });
    touchedAgo(1000);
    expect(() => takeLock(path)).toThrow(`process ${process.ppid} on ${hostname()} since ${since}`);
  });

  it('takes a process of another machine for alive while it touches the file, whatever process has its id here', async () => {
    for (const pid of [await deadProcess(), process.pid]) {
      write({ pid, host: 'elsewhere', machine: 'another' });
      touchedAgo(80);
      expect(() => takeLock(path)).toThrow(`process ${pid} on elsewhere`);
      touchedAgo(100);
      const release = takeLock(path);
      expect(owner().host).toBe(hostname());
      release();
    }
  });

  it('touches its file without changing it', () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    try {
      const release = takeLock(path);
      const before = readFileSync(path, 'utf8');
      touchedAgo(50);
      vi.advanceTimersByTime(15_000);
      return expect
        .poll(() => Date.now() - statSync(path).mtimeMs)
        .toBeLessThan(10_000)
        .then(() => expect(readFileSync(path, 'utf8')).toBe(before))
        .finally(release);
    } finally {
      vi.useRealTimers();
    }
  });

  it('knows that it was taken over, and then leaves the file to its new owner', () => {
    const lock = Lock.tryTake(path) as Lock;
    expect(lock.isHeld()).toBe(true);
    write({ pid: process.ppid });
    expect([lock.isHeld(), isHeld(lock.ticket)]).toEqual([false, false]);
    lock.release();
    expect(owner().pid).toBe(process.ppid);
  });

  it('ends where the file is a link to nothing', () => {
    symlinkSync('nowhere', path);
    expect(() => takeLock(path)).toThrow(`${path} is not a lock of this program`);
    expect(readdirSync(join(path, '..'))).toEqual(['fig1.lock']);
  });

  it('refuses a file that is no lock, and names it', () => {
    for (const text of ['', 'mine!', '{}', 'null']) {
      writeFileSync(path, text);
      expect(() => takeLock(path)).toThrow(`${path} is not a lock of this program`);
      expect(readFileSync(path, 'utf8')).toBe(text);
    }
  });

  it('is taken by one of many processes that want it at once, also when it was stale', async () => {
    write({ pid: await deadProcess() });
    const script = `import { takeLock } from ${JSON.stringify(new URL('../../../build/src/study/run/lock.js', import.meta.url).href)};
      try { takeLock(${JSON.stringify(path)}); process.stdout.write('taken'); setTimeout(() => {}, 1500); } catch {}`;
    const outputs = await Promise.all(
      Array.from({ length: 4 }, () => {
        const child = spawn(process.execPath, ['--input-type=module', '-e', script]);
        let said = '';
        child.stdout.on('data', (text) => (said += text));
        return new Promise<string>((resolve) => child.on('close', () => resolve(said)));
      }),
    );
    expect(outputs.filter((said) => said === 'taken')).toHaveLength(1);
  });
});

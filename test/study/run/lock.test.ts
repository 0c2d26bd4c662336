import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { takeLock } from '../../../src/study/run/lock.ts';

let path: string;

beforeEach(() => {
  path = join(mkdtempSync(join(tmpdir(), 'lock-')), 'fig1.lock');
});

afterEach(() => rmSync(join(path, '..'), { recursive: true }));

const since = '2026-01-02T03:04:05.000Z';
const write = (owner: object) => writeFileSync(path, JSON.stringify({ host: hostname(), start: '', since, ...owner }));
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

  it('refuses where the owner lives, or is on another host and cannot be asked', () => {
    write({ pid: process.ppid });
    expect(() => takeLock(path)).toThrow(`process ${process.ppid} on ${hostname()} since ${since}`);
    write({ pid: 1, host: 'elsewhere' });
    expect(() => takeLock(path)).toThrow('process 1 on elsewhere');
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

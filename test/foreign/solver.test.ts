import { describe, expect, it } from 'vitest';
import { partsOf } from '../../src/foreign/parts.ts';
import { greet } from '../../src/foreign/solver.ts';

describe('a process that is started', () => {
  const started = (command: string, limit: number) =>
    greet({ command: ['/bin/sh', '-c', command], channel: 'own descriptors' }, limit);

  it('is ended where it does not speak in time', async () => {
    const begun = Date.now();
    await expect(started('sleep 100', 0.3)).rejects.toThrow('it did not start within 0.3 s');
    expect(Date.now() - begun).toBeLessThan(20_000);
  });

  it('is named by how it ended, with the last that it said', async () => {
    await expect(started('echo loading; echo "no library" >&2; exit 4', 60)).rejects.toThrow(
      /^its process ended \(exit code 4\): (no library|loading)$/,
    );
    const missing = greet({ command: ['/nowhere/python', 'x'], channel: 'own descriptors' }, 60);
    await expect(missing).rejects.toThrow('/nowhere/python does not start: spawn /nowhere/python ENOENT');
  });
});

describe('parts', () => {
  it('are the range, first a trial alone, whatever range it is', () => {
    expect(partsOf({ first: 7, count: 1 })).toEqual([{ first: 7, count: 1 }]);
    expect(partsOf({ first: 0, count: 600 })).toEqual([
      { first: 0, count: 1 },
      { first: 1, count: 250 },
      { first: 251, count: 250 },
      { first: 501, count: 99 },
    ]);
    expect(partsOf({ first: 0, count: 0 })).toEqual([]);
    expect(partsOf({ first: 4, count: 600 }, 'all')).toEqual([
      { first: 4, count: 1 },
      { first: 5, count: 599 },
    ]);
  });
});

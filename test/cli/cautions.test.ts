import { writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Workspace } from '../toy/workspace.ts';

let workspace: Workspace;

beforeEach(() => {
  workspace = new Workspace();
});

afterEach(() => workspace.remove());

/** What the program says of channels [3, 2, 1, 2] whose entries have this modulus. */
async function said(modulus: number, ...options: string[]): Promise<string> {
  const header = `{'descr': '<c16', 'fortran_order': False, 'shape': (3, 2, 1, 2), }`.padEnd(117);
  const magic = Buffer.from([0x93, ...Buffer.from('NUMPY'), 1, 0, 118, 0]);
  const angles = Array.from({ length: 12 }, (_, i) => i * i);
  const entries = Float64Array.from(angles.flatMap((x) => [modulus * Math.cos(x), modulus * Math.sin(x)]));
  writeFileSync(
    workspace.path('h.npy'),
    Buffer.concat([magic, Buffer.from(`${header}\n`), Buffer.from(entries.buffer)]),
  );
  const grid = ['--set', 'd=1', 'snr=10', '--solvers', 'mrt', '--out', 'out.csv'];
  const { stderr, code } = await workspace.run('sweep', 'beamforming', '--channels', 'h.npy', ...grid, ...options);
  expect(code).toBe(0);
  return stderr;
}

describe('channels of a file', () => {
  it('are named where they look as if they had been left in other units, and only there', async () => {
    expect(await said(1e-6)).toMatch(/^\S*h\.npy: the channels' entries have a mean power of -120\.0 dB, .*\n$/);
    expect(await said(1)).toBe('');
    expect(await said(1e-6, '--quiet')).toBe('');
  });
});

import { spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { packageRoot } from '../src/package-root.ts';

test('a working folder that is removed meanwhile ends the writing with a message, not in an endless loop', () => {
  const folder = mkdtempSync(join(tmpdir(), 'reproduce-'));
  const script = `
    const { rmSync } = await import('node:fs');
    const { writeDurably } = await import(${JSON.stringify(join(packageRoot, 'build/src/durable.js'))});
    rmSync(${JSON.stringify(folder)}, { recursive: true });
    try { writeDurably('figures/toy/fig1.svg', ''); } catch (error) { console.log(error.name, error.message); }
  `;
  const { stdout, signal } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: folder,
    encoding: 'utf8',
    timeout: 20_000,
  });
  expect(signal).toBeNull();
  expect(stdout).toContain('UserError');
  expect(stdout).toContain('its folder is gone, or takes no files');
});

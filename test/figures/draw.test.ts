import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { writeFigure } from '../../src/figures/draw.ts';
import { endingOf, figureFormats } from '../../src/figures/formats.ts';
import { convergence } from './samples.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'figures-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
  vi.doUnmock('@resvg/resvg-js');
});

describe('writing a figure', () => {
  test('makes the formats asked for and nothing else', async () => {
    const out = join(folder, 'new', 'paper');
    const { files, notes } = await writeFigure(convergence(), out, 'fig3.quick', figureFormats);
    expect(notes).toEqual(['fig3.quick.md skipped: only tables are written as Markdown']);
    expect(readdirSync(out).sort()).toEqual([
      'fig3.quick.html',
      'fig3.quick.pdf',
      'fig3.quick.png',
      'fig3.quick.svg',
      'fig3.quick.tex',
      'fig3.quick.vl.json',
    ]);
    expect(files).toEqual(
      figureFormats.filter((format) => format !== 'md').map((format) => join(out, `fig3.quick${endingOf(format)}`)),
    );
    expect(JSON.parse(readFileSync(files[0], 'utf8')).$schema).toContain('vega-lite/v6');
    expect(readFileSync(files[1], 'utf8')).toMatch(/^<svg /);
  });

  test('fitted to a column has a name of its own, and leaves the stored figure alone', async () => {
    const { files } = await writeFigure(convergence(), folder, 'fig3', ['svg', 'pdf'], 'single');
    expect(files).toEqual(['svg', 'pdf'].map((format) => join(folder, `fig3.single.${format}`)));
    expect(readFileSync(files[0], 'utf8')).toMatch(/^<svg [^>]*width="2\d\d(\.\d+)?pt"/);
    expect(readFileSync(files[1], 'latin1')).toMatch(/\/MediaBox \[0 0 2\d\d(\.\d+)? /);
  });

  test('makes the same PNG every time, in the bundled font alone', async () => {
    const png = async (name: string) => {
      await writeFigure(convergence(), folder, name, ['png']);
      return readFileSync(join(folder, `${name}.png`));
    };
    const [a, b] = [await png('a'), await png('b')];
    expect(a.subarray(1, 4).toString('latin1')).toBe('PNG');
    expect(a.equals(b)).toBe(true);
    // Width and height from the header: three times the SVG's.
    expect(a.readUInt32BE(16)).toBeGreaterThan(3 * 400);
    expect(a.length).toBeGreaterThan(20_000);
  });

  test('says why there is no PNG where its package is missing', async () => {
    vi.resetModules();
    vi.doMock('@resvg/resvg-js', () => {
      throw new Error('Cannot find module');
    });
    const { writeFigure: write } = await import('../../src/figures/draw.ts');
    const { files, notes } = await write(convergence(), folder, 'fig3', ['png', 'vl.json']);
    expect(files).toEqual([join(folder, 'fig3.vl.json')]);
    expect(notes).toEqual(['fig3.png skipped: install @resvg/resvg-js to get it']);
  });
});

import { describe, expect, it } from 'vitest';
import { importsOf } from '../../../src/study/identity/imports.ts';

describe('importsOf', () => {
  it.each([
    ["import { F } from './helper.js';", './helper.js'],
    ["import './effects.js'", './effects.js'],
    ['import/* a comment */F/**/from/**/"./helper.js"', './helper.js'],
    ["import F from './h\\u0065lper.js';", './helper.js'],
    ["export * from './all.js';", './all.js'],
    ["const { F } = await import('./late.js');", './late.js'],
    ["import data from './table.json' with { type: 'json' };", './table.json'],
    ["const F = require('./helper');", './helper'],
    ['const F = require.resolve( `./helper` );', './helper'],
    ["import mean from '@scope/stats/mean';", '@scope/stats/mean'],
  ])('finds the module in %s', (text, specifier) => {
    expect(importsOf(text)).toEqual({ modules: [specifier], files: [] });
  });

  it('finds files that are located beside the module', () => {
    const text = "const path = new URL('./weights.bin', import.meta.url); const other = new URL('https://a.b/');";
    expect(importsOf(text)).toEqual({ modules: [], files: ['./weights.bin'] });
  });

  it('names a module once, and sees no import in a string or in what is put together at run time', () => {
    const text =
      "import './a.js'; import('./a.js'); const s = \"import './b.js'\"; await import('./c' + n); require('./d' + n);";
    expect(importsOf(text).modules).toEqual(['./a.js']);
  });

  it('finds what CommonJS requires where the text is no ECMAScript module', () => {
    expect(importsOf("if (x) { require('./a') } return;").modules).toEqual(['./a']);
    expect(importsOf("}}} require('./a')").modules).toEqual(['./a']);
  });
});

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { advanceWidth, fontFile, readAdvances } from '../../../src/figures/typography/font.ts';

describe('advance widths', () => {
  // From the published metrics of Times Roman, in thousandths of the size.
  test.each([
    [' ', 250],
    ['0', 500],
    ['A', 722],
    ['M', 889],
    ['W', 944],
    ['a', 444],
    ['i', 278],
    ['m', 778],
    ['.', 250],
    ['(', 333],
    ['/', 278],
    ['\u2212', 564],
  ])('%s is %d wide, as in Times', (character, thousandths) => {
    expect(advanceWidth(character)).toBeCloseTo(thousandths / 1000, 3);
  });

  test('know Greek and the signs of formulas', () => {
    const widths = readAdvances(readFileSync(fontFile));
    for (const character of 'κλμσΣπ≤≥±×∞√–—…’“”é') expect(widths.has(character.codePointAt(0)!), character).toBe(true);
  });

  test('treat what the font lacks as wide', () => {
    expect(advanceWidth('漢')).toBe(1);
  });

  test('refuse a file that is no font', () => {
    expect(() => readAdvances(Buffer.alloc(64))).toThrow('font has no table');
  });
});

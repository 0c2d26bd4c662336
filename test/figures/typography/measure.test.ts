import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { labelWidth, wrapLabel } from '../../../src/figures/typography/measure.ts';

describe('widths', () => {
  test('add up over characters, scripts at seven tenths', () => {
    expect(labelWidth('AAA', 10)).toBeCloseTo(21.66, 1);
    expect(labelWidth('10^-3', 10)).toBeCloseTo(10 + 0.7 * (5.64 + 5), 1);
  });
});

describe('lines', () => {
  test('break between words, and keep no-break spaces', () => {
    const width = labelWidth('10 000 trials', 12) + 1;
    expect(wrapLabel('over 10\u00a0000 trials a point', width, 12)).toEqual(['over 10\u00a0000', 'trials a point']);
  });

  test('are never wider than asked, and lose no word', () => {
    const word = fc.string({ unit: fc.constantFrom(...'abcWi.'), minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(fc.array(word, { maxLength: 12 }), fc.integer({ min: 30, max: 300 }), (words, width) => {
        const lines = wrapLabel(words.join(' '), width, 12);
        for (const line of lines) expect(labelWidth(line, 12)).toBeLessThanOrEqual(width);
        expect(lines.join('').replaceAll(' ', '')).toBe(words.join(''));
      }),
    );
  });
});

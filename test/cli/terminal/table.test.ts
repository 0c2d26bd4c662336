import { describe, expect, it } from 'vitest';
import { formatTable } from '../../../src/cli/terminal/table.ts';

describe('formatTable', () => {
  it('puts numbers to the right and text to the left', () => {
    const table = formatTable(
      ['name', 'value'],
      [
        ['a', '1.5'],
        ['longer', '-12'],
      ],
    );
    expect(table.split('\n')).toEqual(['name    value', '------  -----', 'a         1.5', 'longer    -12']);
  });

  it('is no wider than it may be: the widest columns are cut, never the first', () => {
    const rows = [['experiment/name', 'a long title of many words', 'another that is longer than the first', '12']];
    const lines = formatTable(['experiment', 'title', 'place', 'n'], rows, 50).split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBe(50);
    expect(lines[2]).toMatch(/^experiment\/name {2}a long.*\u2026 {2}another.*\u2026 {2}12$/);
    expect(formatTable(['experiment', 'title', 'place', 'n'], rows, 500)).toBe(
      formatTable(['experiment', 'title', 'place', 'n'], rows),
    );
  });

  it('of nothing is its header', () => expect(formatTable(['a'], []).split('\n')).toEqual(['a', '-']));
});

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

  it('of nothing is its header', () => expect(formatTable(['a'], []).split('\n')).toEqual(['a', '-']));
});

import { expect, it } from 'vitest';
import { duration } from '../src/duration.ts';

it('says times as one would', () => {
  const shown = [0.028, 4.26, 45.3, 89, 600, 5399, 12_600].map(duration);
  expect(shown).toEqual(['0.028 s', '4.3 s', '45 s', '89 s', '10 min', '90 min', '3.5 h']);
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { freePlace, type Segment } from '../../src/figures/placement.ts';

const box = { width: 100, height: 50, entries: [] };

describe('a place for the legend', () => {
  test('is the lower right corner where nothing is drawn', () => {
    expect(freePlace(box, 400, 300, [])).toEqual({ left: 291, top: 241 });
  });

  test('is the upper left one where curves fall and stay low', () => {
    const drawn: Segment[] = [
      { from: [390, 0], to: [395, 290] },
      { from: [0, 290], to: [400, 290] },
    ];
    expect(freePlace(box, 400, 300, drawn)).toEqual({ left: 9, top: 9 });
  });

  test('is none in a plot that is full or small', () => {
    const grid = Array.from({ length: 20 }, (_, i): Segment => ({ from: [0, 15 * i], to: [400, 15 * i] }));
    expect(freePlace(box, 400, 300, grid)).toBeUndefined();
    expect(freePlace(box, 110, 300, [])).toBeUndefined();
  });

  test('never covers a drawn point', () => {
    const point = fc.tuple(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 0, max: 300 }));
    fc.assert(
      fc.property(fc.array(fc.tuple(point, point), { maxLength: 12 }), (pairs) => {
        const drawn = pairs.map(([from, to]) => ({ from, to }));
        const place = freePlace(box, 400, 300, drawn);
        if (place === undefined) return;
        for (const { from, to } of drawn) {
          for (let t = 0; t <= 1; t += 1 / 64) {
            const [x, y] = [from[0] + t * (to[0] - from[0]), from[1] + t * (to[1] - from[1])];
            const covered = x > place.left && x < place.left + box.width && y > place.top && y < place.top + box.height;
            expect(covered).toBe(false);
          }
        }
      }),
    );
  });
});

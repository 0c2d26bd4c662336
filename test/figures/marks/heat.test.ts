import { describe, expect, test } from 'vitest';
import type { Figure } from '../../../src/figures/figure.ts';
import { figureSpec } from '../../../src/figures/figure-spec.ts';
import { vegaLiteSpec } from '../../../src/figures/vega-lite-spec.ts';

const spec = figureSpec.parse({
  mark: 'heat',
  encoding: {
    x: { field: 'angle', title: 'Angle' },
    y: { field: 'delay', title: 'Delay', scale: { reverse: true } },
    color: { metric: 'size', title: 'how much', scale: { domain: [0, 1] } },
  },
  transform: [{ split: { field: 'iteration', size: 3, as: ['delay', 'angle'] } }],
});

/** Two rows of three entries: 0, 1 ... 5 tenths. */
const rows: Figure['rows'] = Array.from({ length: 6 }, (_, i) => {
  const unknown = { stderr: null, ci95_low: null, ci95_high: null };
  return { solver: 's', metric: 'size', iteration: i + 1, n: 1, mean: i / 10, ...unknown };
});

const figure: Figure = { id: 'a/b', spec, rows, series: [{ solver: 's', label: 'S' }], caption: 'A picture.' };

interface Drawn {
  readonly data: { readonly values: readonly Record<string, number>[] };
  readonly layer: readonly { readonly mark: { readonly type: string }; readonly encoding: Record<string, object> }[];
}

describe('a heat map', () => {
  const drawn = vegaLiteSpec(figure) as unknown as Drawn;

  test('gives every entry of an array a rectangle at its row and column', () => {
    expect(drawn.data.values).toHaveLength(6);
    // The fifth entry of rows of three is the second of the second row.
    expect(drawn.data.values[4]).toMatchObject({
      x: 2,
      y: 2,
      x_from: 1.5,
      x_to: 2.5,
      y_from: 1.5,
      y_to: 2.5,
      mean: 0.4,
    });
    expect(drawn.layer[0].mark.type).toBe('rect');
    expect(drawn.layer[0].encoding.y).toMatchObject({ scale: { domain: [0.5, 2.5], reverse: true } });
  });

  test('says in a bar what its colours stand for, the darker the more', () => {
    expect(drawn.layer[0].encoding.color).toMatchObject({
      scale: { scheme: { name: 'viridis', extent: [1, 0] }, domain: [0, 1] },
      legend: { type: 'gradient', title: 'how much' },
    });
  });

  test('refuses columns that are no numbers, and two values at one place', () => {
    const texts = rows.map((row, i) => ({ ...row, iteration: null, angle: `a${i}`, delay: i }));
    expect(() => vegaLiteSpec({ ...figure, rows: texts, spec: { ...spec, transform: [] } })).toThrow(
      'a heat map needs numbers in column "angle"',
    );
    expect(() => vegaLiteSpec({ ...figure, rows: [...rows, { ...rows[0], mean: 1 }] })).toThrow('fall on one place');
  });
});

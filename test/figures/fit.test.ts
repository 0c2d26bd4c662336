import { describe, expect, it } from 'vitest';
import { drawFigure } from '../../src/figures/draw.ts';
import type { Figure } from '../../src/figures/figure.ts';
import { drawFitted, fittedScale } from '../../src/figures/fit.ts';
import { inPoints } from '../../src/figures/render/svg.ts';
import { convergence, crowded, distribution, ratios, spread, table, users } from './samples.ts';
import { overlap, textBoxes, viewBox } from './svg-layout.ts';

const inches = { single: 3.5, double: 7.16 } as const;

/** Sizes of the text of an SVG in pixels, without those of exponents and indices. */
const sizesOf = (svg: string) =>
  [...svg.matchAll(/<text[^>]* font-size="([\d.]+)px"/g)].map(([, size]) => Number(size));

describe.each(Object.keys(inches) as (keyof typeof inches)[])('a figure fitted to a %s column', (column) => {
  it.each<[string, () => Figure]>(
    [
      ...[['curves', convergence] as const, ['crowded', crowded] as const, ['panels', () => users('panel')] as const],
      ...[['boxes', spread] as const, ['distributions', distribution] as const, ['bars', ratios] as const],
    ].map(([name, make]) => [name, make] as [string, () => Figure]),
  )('is as wide as that, with text of 7 pt: %s', async (_, make) => {
    const { svg } = await drawFitted(make(), column, drawFigure);
    const points = viewBox(svg).width * fittedScale;
    expect(points).toBeLessThanOrEqual(72 * inches[column] + 1e-9);
    expect(points).toBeGreaterThan(0.96 * 72 * inches[column]);
    const sizes = sizesOf(svg);
    expect(sizes.length).toBeGreaterThan(5);
    expect(Math.min(...sizes) * fittedScale).toBeGreaterThanOrEqual(7);
    const boxes = textBoxes(svg).filter(({ text }) => text !== '');
    const overlaps = boxes.flatMap((a, i) =>
      boxes
        .slice(i + 1)
        .filter((b) => overlap(a, b))
        .map((b) => [a.text, b.text]),
    );
    expect(overlaps).toEqual([]);
    expect(inPoints(svg, fittedScale)).toMatch(new RegExp(`^<svg [^>]*width="${Number(points.toFixed(2))}pt"`));
  });
});

it('panels that stood side by side stand below one another in a single column', async () => {
  const { svg } = await drawFitted(users('panel'), 'single', drawFigure);
  const wide = await drawFigure(users('panel'));
  expect(viewBox(svg).height).toBeGreaterThan(1.4 * viewBox(wide.svg).height);
});

it('a table keeps its width, and one that is too wide is refused with what to do', async () => {
  const own = table();
  const { svg } = await drawFitted(own, 'double', drawFigure);
  expect(viewBox(svg).width).toBe(viewBox((await drawFigure(own)).svg).width);
  const series = own.series.map((one) => ({ ...one, label: `${one.label} ${'with a long name '.repeat(5)}` }));
  await expect(drawFitted({ ...own, series }, 'single', drawFigure)).rejects.toThrow('accepted: --width double');
  const wider = own.series.map((one) => ({ ...one, label: 'wide '.repeat(60) + one.label }));
  await expect(drawFitted({ ...own, series: wider }, 'double', drawFigure)).rejects.toThrow('accepted: no --width');
});

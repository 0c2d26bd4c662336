import { describe, expect, test } from 'vitest';
import type { Figure } from '../../../src/figures/figure.ts';
import { renderSvg } from '../../../src/figures/render/svg.ts';
import { vegaLiteSpec } from '../../../src/figures/vega-lite-spec.ts';
import { convergence, samples } from '../samples.ts';
import { overlap, parseXml, textBoxes, viewBox } from '../svg-layout.ts';

const draw = (figure: Figure) => renderSvg(vegaLiteSpec(figure));

/** A label as the SVG's text shows it: no script signs, and a true minus in scripts. */
const shown = (label: string) => label.replace(/_(\w)/g, '$1');

describe.each(Object.entries(samples))('%s', (_, make) => {
  test('keeps all text inside the picture, and no two texts on each other', async () => {
    const svg = await draw(make());
    const { width, height } = viewBox(svg);
    const boxes = textBoxes(svg).filter(({ text }) => text !== '');
    expect(boxes.length).toBeGreaterThan(5);
    for (const box of boxes) {
      expect(box.left, box.text).toBeGreaterThanOrEqual(0);
      expect(box.right, box.text).toBeLessThanOrEqual(width + 0.5);
      expect(box.top, box.text).toBeGreaterThanOrEqual(0);
      expect(box.bottom, box.text).toBeLessThanOrEqual(height + 0.5);
    }
    const overlaps = boxes.flatMap((a, i) =>
      boxes.slice(i + 1).flatMap((b) => (overlap(a, b) ? [`${a.text} | ${b.text}`] : [])),
    );
    expect(overlaps).toEqual([]);
  });

  test('names every solver', async () => {
    const figure = make();
    const texts = textBoxes(await draw(figure)).map(({ text }) => text);
    for (const { label } of figure.series) expect(texts.join(' ')).toContain(shown(label));
  });

  test('has the same bytes every time', async () => {
    const [first, second] = await Promise.all([draw(make()), draw(make())]);
    expect(second).toBe(first);
    expect(await draw(make())).toBe(first);
  });
});

describe('titles and labels', () => {
  const hostile = '<script>alert(1)</script>&amp;"\'<img src=x onerror=alert(1)>]]>';

  test('are text, whatever they hold', async () => {
    const made = convergence();
    const figure: Figure = {
      ...made,
      caption: hostile,
      series: made.series.map((series, i) => ({ ...series, label: `${hostile} ${i}` })),
      spec: {
        ...made.spec,
        size: { width: 700, height: 700 },
        encoding: {
          ...made.spec.encoding,
          x: { ...made.spec.encoding.x, title: hostile },
          y: { ...made.spec.encoding.y, title: hostile },
        },
      },
    };
    const svg = await draw(figure);
    const tags = new Set<string>();
    const visit = (node: ReturnType<typeof parseXml>) => {
      tags.add(node.tag);
      for (const child of node.children) if (typeof child !== 'string') visit(child);
    };
    visit(parseXml(svg));
    const drawing = ['clipPath', 'defs', 'g', 'line', 'path', 'rect', 'svg', 'text', 'tspan'];
    expect([...tags].filter((tag) => !drawing.includes(tag))).toEqual([]);
    expect(textBoxes(svg).filter(({ text }) => text === hostile)).toHaveLength(2);
  });

  test('cannot become Vega expressions or signals', async () => {
    const made = convergence();
    const label = "'+datum.mean+' {signal: 'width'} \\";
    const svg = await draw({ ...made, series: made.series.map((series, i) => ({ ...series, label: `${label}${i}` })) });
    for (let i = 0; i < 4; i++) expect(textBoxes(svg).map(({ text }) => text)).toContain(`${label}${i}`);
  });

  test('raise exponents and lower indices', async () => {
    const svg = await draw(convergence());
    expect(svg).toMatch(/J<tspan dy="2.4" font-size="8.4px">u<\/tspan><tspan dy="-2.4"> = 4<\/tspan>/);
    const log = await draw(samples.errorRate());
    expect(log).toMatch(/>10<tspan dy="-4.32" font-size="8.4px">\u22123<\/tspan>/);
  });
});

describe('long texts', () => {
  test('stay inside the picture and clear of each other', async () => {
    const made = samples.distribution();
    const long = 'A title that goes on and on about what the axis might show if only it were shorter than it is';
    const { x, y } = made.spec.encoding;
    const svg = await draw({
      ...made,
      caption: `${long} ${'W'.repeat(200)}`,
      spec: {
        ...made.spec,
        encoding: { x: { ...x, title: long }, y: { ...y, title: long } },
        facet: { column: { field: 'isd', title: long } },
      },
    });
    const { width, height } = viewBox(svg);
    const boxes = textBoxes(svg).filter(({ text }) => text !== '');
    for (const box of boxes) {
      expect(box.left, box.text).toBeGreaterThanOrEqual(0);
      expect(box.right, box.text).toBeLessThanOrEqual(width + 0.5);
      expect(box.bottom, box.text).toBeLessThanOrEqual(height + 0.5);
    }
    expect(boxes.some((a, i) => boxes.slice(i + 1).some((b) => overlap(a, b)))).toBe(false);
    expect(width).toBeLessThan(900);
  });
});

describe('two figures on one page', () => {
  test('share no id', async () => {
    const spec = vegaLiteSpec(samples.spread());
    const ids = async (name: string) =>
      [...(await renderSvg(spec, name)).matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    const [a, b] = [await ids('lagd/fig1'), await ids('lagd/fig2')];
    expect(a.length).toBeGreaterThan(0);
    expect(a.filter((id) => b.includes(id))).toEqual([]);
  });
});

import { expect, it } from 'vitest';
import { renderPdf } from '../../../src/figures/render/pdf.ts';
import { renderSvg } from '../../../src/figures/render/svg.ts';
import { vegaLiteSpec } from '../../../src/figures/vega-lite-spec.ts';
import { convergence } from '../samples.ts';
import { viewBox } from '../svg-layout.ts';

const svg = await renderSvg(vegaLiteSpec(convergence()));

it('a figure as PDF is one page of its size, with the bundled font embedded', async () => {
  const text = Buffer.from(await renderPdf(svg)).toString('latin1');
  const { width, height } = viewBox(svg);
  expect(text).toMatch(/^%PDF-1\.\d/);
  expect(text.match(/\/Type \/Page\b(?!s)/g)).toHaveLength(1);
  expect(text).toContain(`/MediaBox [0 0 ${0.75 * width} ${0.75 * height}]`);
  expect(text).toMatch(/\/FontFile2 \d+ 0 R/);
  expect([...text.matchAll(/\/BaseFont \/(\S+)/g)].map(([, name]) => name.split('+')[1])).toEqual(
    expect.arrayContaining(['LiberationSerif']),
  );
  expect(text).not.toContain('Helvetica');
});

it('has the same bytes every time, and the scale that is asked for', async () => {
  const [first, second] = [await renderPdf(svg, 0.5), await renderPdf(svg, 0.5)];
  expect(Buffer.from(first).equals(Buffer.from(second))).toBe(true);
  expect(Buffer.from(first).toString('latin1')).toContain(`/MediaBox [0 0 ${0.5 * viewBox(svg).width} `);
});

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import type { Figure, VegaLiteSpec } from '../../src/figures/figure.ts';
import type { FigureSpecInput } from '../../src/figures/figure-spec.ts';
import { compileSpec } from '../../src/figures/render/vega.ts';
import { vegaLiteSpec } from '../../src/figures/vega-lite-spec.ts';
import { convergence, crowded, errorRate, figure, ratios, row, samples, spread, table, users } from './samples.ts';

/** A compiled figure's scale or axis, of which the figure has one by this name. */
async function compiled(made: Figure) {
  const spec = await compileSpec(vegaLiteSpec(made));
  const scale = (name: string) =>
    spec.scales!.find((candidate) => candidate.name === name) as { domain: unknown; type: string };
  const axis = (name: string) =>
    spec.axes!.find((candidate) => candidate.scale === name && candidate.labels !== false) as {
      title: string;
      values: unknown;
    };
  return { spec, scale, axis };
}

function rowsOf(spec: VegaLiteSpec): Record<string, unknown>[] {
  return (spec.data as { values: Record<string, unknown>[] }).values;
}

function titleOf(spec: VegaLiteSpec): string {
  return (spec.title as { text: string[] }).text.join(' ');
}

describe('every sample', () => {
  test.each(Object.entries(samples))('%s: compiles without a warning, and is JSON', async (_, make) => {
    const spec = vegaLiteSpec(make());
    const json = JSON.stringify(spec);
    expect(JSON.stringify(JSON.parse(json))).toBe(json);
    expect(JSON.stringify(vegaLiteSpec(make()))).toBe(json);
    await expect(compileSpec(spec)).resolves.toHaveProperty('marks');
  });
});

/** Vega-Lite's own schema of specifications. */
const isVegaLite = (() => {
  const path = createRequire(import.meta.url).resolve('vega-lite/vega-lite-schema.json');
  const ajv = new Ajv({ strict: false, formats: { 'color-hex': true, uri: true, 'uri-reference': true } });
  return ajv.compile(JSON.parse(readFileSync(path, 'utf8')));
})();

describe('by the schema of Vega-Lite', () => {
  test.each(Object.entries(samples))('%s is valid', (_, make) => {
    const valid = isVegaLite(JSON.parse(JSON.stringify(vegaLiteSpec(make()))));
    expect(valid, JSON.stringify(isVegaLite.errors?.slice(0, 5))).toBe(true);
  });

  test('an invalid one is not', () => {
    expect(isVegaLite({ ...vegaLiteSpec(convergence()), layer: 3 })).toBe(false);
  });
});

describe('axes', () => {
  test('iterations have whole ticks and end where the data end', async () => {
    const { scale, axis } = await compiled(convergence());
    expect(scale('x').domain).toEqual([1, 7]);
    expect(axis('x').values).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(axis('x').title).toBe('Number of iterations/layers, L');
  });

  test('rates fit the data with their bands, not zero', async () => {
    const { scale, axis } = await compiled(convergence());
    expect(scale('y').domain).toEqual([13.5, 18]);
    expect(axis('y').title).toBe('WSR (bit/s/Hz)');
  });

  test('log axes carry whole powers of ten, and minor ticks without labels', async () => {
    const { scale, axis } = await compiled(errorRate());
    expect(scale('y')).toMatchObject({ type: 'log', domain: [1e-5, 0.1] });
    const values = axis('y').values as number[];
    expect(values.filter((value) => Number.isInteger(Math.round(1e9 * Math.log10(value)) / 1e9))).toEqual([
      1e-5, 1e-4, 1e-3, 1e-2, 0.1,
    ]);
    expect(values).toHaveLength(5 + 4 * 8);
  });

  test('log axes that end between powers have minor ticks up to their ends', async () => {
    const rows = [50, 400, 1600].map((N) => row('a', 'time', { N }, N));
    const made = figure(
      { encoding: { x: { field: 'N', scale: { type: 'log' } } } },
      [{ solver: 'a', label: 'A' }],
      rows,
    );
    const values = (await compiled(made)).axis('x').values as number[];
    expect(values.slice(0, 5)).toEqual([60, 70, 80, 90, 100]);
    expect(values.slice(-2)).toEqual([900, 1000]);
  });

  test('obey a given domain, direction and format', async () => {
    const made = users('dash');
    const { encoding } = made.spec;
    const { scale, axis } = await compiled({
      ...made,
      spec: {
        ...made.spec,
        encoding: {
          ...encoding,
          x: { ...encoding.x, scale: { reverse: true } },
          y: { ...encoding.y, scale: { domain: [-5, 40] }, axis: { values: [0, 20, 40], format: '.2f' } },
        },
      },
    });
    expect(scale('x')).toMatchObject({ reverse: true });
    expect(scale('y').domain).toEqual([-5, 40]);
    expect(axis('y')).toMatchObject({ values: [0, 20, 40], format: '.2f' });
  });

  test('without a title take that of their column or metric, else its name', async () => {
    const rows = [1, 2].map((snr) => row('a', 'wsr', { snr }, snr));
    const made = figure({ encoding: { x: { field: 'snr' } } }, [{ solver: 'a', label: 'A' }], rows);
    const titles = async (more: Partial<Figure>) => {
      const { axis } = await compiled({ ...made, ...more });
      return [axis('x').title, axis('y').title];
    };
    expect(await titles({})).toEqual(['snr', 'wsr']);
    const named = { columnTitles: { snr: { name: 'SNR', unit: 'dB' } }, metricTitles: { wsr: 'WSR (bit/s/Hz)' } };
    expect(await titles(named)).toEqual(['SNR (dB)', 'WSR (bit/s/Hz)']);
  });

  test('categories keep their order', async () => {
    const rows = ['1/4', '1/16', '1/8'].map((compression) => row('a', 'nmse', { compression }, -10));
    const made = figure({ encoding: { x: { field: 'compression' } } }, [{ solver: 'a', label: 'A' }], rows);
    expect((await compiled(made)).scale('x')).toMatchObject({ type: 'point', domain: ['1/4', '1/16', '1/8'] });
  });

  test('a column with dots and brackets in its name is a column', async () => {
    const rows = [1, 2].map((x) => row('a', 'm', { 'a.b[0]': x }, x));
    const made = figure({ encoding: { x: { field: 'a.b[0]' } } }, [{ solver: 'a', label: 'A' }], rows);
    expect((await compiled(made)).scale('x').domain).toEqual([1, 2]);
  });
});

describe('data', () => {
  test('are those of the rows, in the order of the legend', () => {
    const spec = vegaLiteSpec(convergence());
    const rows = rowsOf(spec);
    expect([...new Set(rows.map(({ series }) => series))]).toEqual(convergence().series.map(({ label }) => label));
    expect(rows).toHaveLength(1 + 3 * 7);
    expect(rows[0]).toMatchObject({
      mark: 'rule',
      iteration: null,
      mean: 17.62,
      ci95_low: 17.57,
      ci95_high: 17.67,
      n: 1000,
    });
  });

  test('with bands that reach zero stay as they are; only the drawing stops at the frame', async () => {
    const rows = [0, 10].map((snr) => row('a', 'errors', { snr }, 1e-3, 2e-3));
    const made = figure(
      { encoding: { x: { field: 'snr' }, y: { scale: { type: 'log' } } } },
      [{ solver: 'a', label: 'A' }],
      rows,
    );
    expect(rowsOf(vegaLiteSpec(made))[0].ci95_low).toBeCloseTo(-1e-3, 9);
    await expect(compileSpec(vegaLiteSpec(made))).resolves.toBeDefined();
  });

  test('on a log axis are in pieces where the curve goes through zero, which no line may hide', () => {
    const rows = [1e-3, 0, 1e-3].map((mean, snr) => row('a', 'errors', { snr }, mean, 1e-4));
    const made = figure(
      { encoding: { x: { field: 'snr' }, y: { scale: { type: 'log' } } } },
      [{ solver: 'a', label: 'A' }],
      rows,
    );
    expect(rowsOf(vegaLiteSpec(made)).map(({ piece }) => piece)).toEqual([0, 1]);
    expect(JSON.stringify(vegaLiteSpec(made))).toContain('"detail":{"field":"piece"}');
  });

  test('long curves keep every point and mark about eleven of them', () => {
    const rows = rowsOf(vegaLiteSpec(crowded())).filter(({ series }) => series === 'OMP');
    expect(rows).toHaveLength(41);
    expect(rows.filter(({ marker }) => marker === true).length).toBeGreaterThanOrEqual(9);
    expect(rows.filter(({ marker }) => marker === true).length).toBeLessThanOrEqual(12);
  });

  test('a series without iterations is a level, even unasked', () => {
    const rows = [
      row('level', 'wsr', { iteration: null }, 5),
      ...[1, 2].map((iteration) => row('curve', 'wsr', { iteration }, iteration)),
    ];
    const spec = vegaLiteSpec(
      figure(
        { encoding: { x: { field: 'iteration' } } },
        [
          { solver: 'curve', label: 'curve' },
          { solver: 'level', label: 'level' },
        ],
        rows,
      ),
    );
    expect(rowsOf(spec).map(({ series, mark }) => [series, mark])).toEqual([
      ['curve', 'line'],
      ['curve', 'line'],
      ['level', 'rule'],
    ]);
  });
});

describe('the caption says', () => {
  test('what the bands are, and what is not drawn', () => {
    expect(titleOf(vegaLiteSpec(convergence()))).toContain('Bands are 95\u00a0% confidence intervals.');
    const marked = 'Marks on the lower edge are zeros, with a line to the end of the interval.';
    expect(titleOf(vegaLiteSpec(errorRate()))).toContain(marked);
    const rate = errorRate();
    const below = rate.rows.map((point) => (point.mean === 0 ? { ...point, mean: -1 } : point));
    const title = titleOf(vegaLiteSpec({ ...rate, rows: below }));
    expect(title).toContain('1 point at or below zero cannot be shown on the log axis.');
    expect(title).not.toContain(marked);
    const made = convergence();
    const gap = made.rows.map((point, i) =>
      i === 2 ? { ...point, mean: null, ci95_low: null, ci95_high: null } : point,
    );
    expect(titleOf(vegaLiteSpec({ ...made, rows: gap }))).toContain('1 point has no value.');
    const one = made.rows.filter(({ solver }) => solver !== 'truncated');
    expect(titleOf(vegaLiteSpec({ ...made, rows: one }))).toContain('No data: WMMSE truncated.');
  });

  test('whole sentences', () => {
    expect(titleOf(vegaLiteSpec({ ...convergence(), caption: 'Fig. 3, 10 trials' }))).toMatch(/10 trials\. Bands/);
    expect(titleOf(vegaLiteSpec({ ...convergence(), caption: 'Fig. 3, 10 trials.' }))).toMatch(/10 trials\. Bands/);
  });

  test('nothing of bands where there are none', () => {
    const rows = [1, 2].map((iteration) => ({ ...row('a', 'm', { iteration }, 1), ci95_low: null, ci95_high: null }));
    const made = figure({ encoding: { x: { field: 'iteration' } } }, [{ solver: 'a', label: 'A' }], rows);
    expect(titleOf(vegaLiteSpec(made))).not.toContain('Bands');
  });
});

describe('the legend', () => {
  const looks = (made: Figure) => {
    const scales = JSON.stringify(vegaLiteSpec(made)).matchAll(
      /"field":"series","type":"nominal","scale":\{"domain":(\[.*?\]),"range":(\[.*?\])\},"legend":null/g,
    );
    return [...scales].map(([, domain]) => domain);
  };

  test('shows colour, dash and marker over one domain in the order of the solvers', () => {
    const domains = new Set(looks(convergence()));
    expect(domains).toEqual(new Set([JSON.stringify(convergence().series.map(({ label }) => label))]));
  });

  test('tells a solver at several values of a column apart by dashes', () => {
    const labels = JSON.parse(looks(users('dash'))[0]);
    expect(labels).toEqual(['WMMSE', 'LAGD-FNN'].flatMap((label) => [2, 4, 8].map((K) => `${label}, K = ${K}`)));
  });

  test('stands beside the plot where it would hide data, and inside where it would not', () => {
    expect(vegaLiteSpec(crowded())).toHaveProperty('hconcat');
    expect(vegaLiteSpec(convergence())).not.toHaveProperty('hconcat');
  });

  test.each(['top', 'bottom', 'right', 'top-left', 'none'] as const)('goes to %s when told to', async (orient) => {
    const made = users('panel');
    const spec = vegaLiteSpec({ ...made, spec: { ...made.spec, legend: { orient } } });
    expect('vconcat' in spec).toBe(orient === 'top' || orient === 'bottom');
    expect('hconcat' in spec).toBe(orient === 'right');
    expect(JSON.stringify(spec).includes('"picked"')).toBe(orient !== 'none');
    await expect(compileSpec(spec)).resolves.toBeDefined();
  });

  test('is left out where the axis names the solvers', () => {
    expect(JSON.stringify(vegaLiteSpec(ratios()))).not.toContain('"picked"');
  });
});

describe('panels', () => {
  test('are one for each value, with shared axes unless told otherwise', () => {
    const made = users('panel');
    const domains = (figureMade: Figure) =>
      (vegaLiteSpec(figureMade).concat as { title: { text: string[] }; layer: unknown[] }[]).map(({ title, layer }) => [
        title.text.join(' '),
        /"y":\{[^}]*?"scale":\{[^}]*?"domain":(\[[^\]]*\])/.exec(JSON.stringify(layer))?.[1],
      ]);
    expect(domains(made)).toEqual([
      ['K = 2', '[0,30]'],
      ['K = 4', '[0,30]'],
      ['K = 8', '[0,30]'],
    ]);
    const independent = { ...made.spec, resolve: { scale: { x: 'shared', y: 'independent' } } } as const;
    const own = domains({ ...made, spec: independent }).map(([, domain]) => domain);
    expect(new Set(own).size).toBeGreaterThan(1);
  });

  test('make a grid of two columns of the CSV', async () => {
    const rows = [1, 2].flatMap((M) =>
      [3, 4].flatMap((N) => [0, 10].map((snr) => row('a', 'wsr', { M, N, snr }, M * N + snr))),
    );
    const spec: FigureSpecInput = {
      encoding: { x: { field: 'snr' } },
      facet: { row: { field: 'M' }, column: { field: 'N' } },
    };
    const made = vegaLiteSpec(figure(spec, [{ solver: 'a', label: 'A' }], rows));
    expect(made.columns).toBe(2);
    expect((made.concat as { title: { text: string[] } }[]).map(({ title }) => title.text.join(' '))).toEqual([
      'M = 1, N = 3',
      'M = 1, N = 4',
      'M = 2, N = 3',
      'M = 2, N = 4',
    ]);
    await expect(compileSpec(made)).resolves.toBeDefined();
  });

  test('go into the next row after as many as asked, and only the lowest carry the x title', async () => {
    const made = users('panel');
    const spec = vegaLiteSpec({ ...made, spec: { ...made.spec, columns: 2 } });
    expect(spec.columns).toBe(2);
    const titled = (spec.concat as object[]).map((panel) => !JSON.stringify(panel).includes('"title":null'));
    // The first panel has one below it; the second has none below but one to its left; the third stands alone.
    expect(titled).toEqual([false, false, true]);
    await expect(compileSpec(spec)).resolves.toBeDefined();
  });

  test('can be metrics', async () => {
    const rows = ['wsr', 'power'].flatMap((metric) => [0, 10].map((snr) => row('a', metric, { snr }, snr)));
    const made = figure(
      { encoding: { x: { field: 'snr' }, y: { metric: ['wsr', 'power'] } }, facet: { column: { field: 'metric' } } },
      [{ solver: 'a', label: 'A' }],
      rows,
      { metricTitles: { wsr: 'WSR (bit/s/Hz)' } },
    );
    const panels = vegaLiteSpec(made).concat as { title: { text: string[] } }[];
    expect(panels.map(({ title }) => title.text.join(' '))).toEqual(['WSR (bit/s/Hz)', 'power']);
  });
});

describe('figures of next to nothing', () => {
  const one = [{ solver: 'a', label: 'A' }];
  const byIteration = { encoding: { x: { field: 'iteration' } } };

  test.each([
    ['a single point', [row('a', 'm', { iteration: 3 }, 0)]],
    ['a level alone', [row('a', 'm', { iteration: null }, 2, 0.1)]],
    ['a constant', [row('a', 'm', { iteration: 1 }, 5), row('a', 'm', { iteration: 2 }, 5)]],
  ])('%s is drawn', async (_, rows) => {
    await expect(compileSpec(vegaLiteSpec(figure(byIteration, one, rows)))).resolves.toBeDefined();
  });

  test.each(['line', 'bar'] as const)('points without any value are refused as %s', (mark) => {
    const rows = [row('a', 'm', { iteration: 1 }, null)];
    expect(() => vegaLiteSpec(figure({ ...byIteration, mark }, one, rows))).toThrow('none of its points has a value');
  });

  test('a panel without rows keeps its place', async () => {
    const rows = [
      ...[1, 2].map((iteration) => row('a', 'm', { M: 1, N: 1, iteration }, iteration)),
      ...[1, 2].map((iteration) => row('a', 'm', { M: 2, N: 2, iteration }, iteration)),
    ];
    const facet = { row: { field: 'M' }, column: { field: 'N' } };
    const resolve = { scale: { x: 'independent', y: 'independent' } } as const;
    const spec = vegaLiteSpec(figure({ ...byIteration, facet, resolve }, one, rows));
    expect(spec.concat).toHaveLength(4);
    await expect(compileSpec(spec)).resolves.toBeDefined();
  });
});

describe('boxes and tables', () => {
  test('boxes carry the quantiles of their trials', () => {
    const made = spread();
    const own = made.values!.filter(({ solver, snr }) => solver === 'lagd' && snr === 20).map(({ value }) => value);
    const box = rowsOf(vegaLiteSpec(made)).find(({ series, snr }) => series === 'LAGD-FNN' && snr === 20)!;
    const below = (bound: unknown) => own.filter((value) => value < (bound as number)).length / own.length;
    expect(below(box.low)).toBeCloseTo(0.05, 2);
    expect(below(box.first)).toBeCloseTo(0.25, 2);
    expect(below(box.median)).toBeCloseTo(0.5, 2);
    expect(below(box.third)).toBeCloseTo(0.75, 2);
    expect(below(box.high)).toBeCloseTo(0.95, 2);
    expect(box.n).toBe(own.length);
  });

  test('tables print one row a solver and one column a value', () => {
    const text = JSON.stringify(vegaLiteSpec(table()));
    for (const cell of ['1/16', '1/8', '1/4', '\u221221.30 \u00b1 0.12', '\u221216.50 \u00b1 0.12', 'Csi-L2O']) {
      expect(text).toContain(`"text":"${cell}"`);
    }
  });
});

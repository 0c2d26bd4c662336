import { describe, expect, test } from 'vitest';
import { printedEstimate } from '../../../src/figures/marks/table.ts';
import { vegaLiteSpec } from '../../../src/figures/vega-lite-spec.ts';
import { table } from '../samples.ts';

const estimate = (mean: number | null, half = 0) => ({
  mean,
  ci95_low: mean === null ? null : mean - half,
  ci95_high: mean === null ? null : mean + half,
});

describe('a printed estimate', () => {
  test.each([
    [17.4321, 0.0123, '17.432 ± 0.012'],
    [-21.3, 0.123, '−21.30 ± 0.12'],
    [1234.5, 56, '1235 ± 56'],
    [0.5, 1e-6, '0.5000000 ± 0.0000010'],
    [0.5, 1e-13, '0.5'],
    [1.2345678, 0, '1.2346'],
    [524288, 0, '524288'],
    [0, 0, '0'],
    [3.5e9, 0, '3.50 × 10^{9}'],
    [-2e-7, 0, '−2.00 × 10^{-7}'],
  ])('%d with half width %d is %s', (mean, half, printed) => {
    expect(printedEstimate(estimate(mean, half))).toBe(printed);
  });

  test('of nothing is a dash', () => {
    expect(printedEstimate(estimate(null))).toBe('–');
    expect(printedEstimate(estimate(Number.NaN))).toBe('–');
  });

  test('takes the decimals asked for, of the number or its hundredfold', () => {
    expect(printedEstimate(estimate(0.98765, 0.0042), { decimals: 1, percent: true })).toBe('98.8 ± 0.4%');
    expect(printedEstimate(estimate(2, 0.5), { decimals: 2, percent: false })).toBe('2.00 ± 0.50');
  });
});

describe('a table', () => {
  const made = table();
  const withY = (format: string) => ({
    ...made,
    spec: { ...made.spec, encoding: { ...made.spec.encoding, y: { ...made.spec.encoding.y, axis: { format } } } },
  });

  test('prints in the format asked for, and refuses others', () => {
    expect(JSON.stringify(vegaLiteSpec(withY('.1f')))).toContain('"text":"−21.3 ± 0.1"');
    expect(() => vegaLiteSpec(withY('~s'))).toThrow('cells of a table take formats such as .2f and .1%');
  });

  test('says what its numbers are where its columns do not', () => {
    const along = (field: string) => ({
      ...made,
      metricTitles: { nmse: 'NMSE (dB)' },
      rows: made.rows.filter(({ compression }) => compression === 0.25),
      spec: { ...made.spec, encoding: { ...made.spec.encoding, x: { field } } },
    });
    expect(JSON.stringify(vegaLiteSpec(along('compression')))).toContain('Numbers: NMSE (dB).');
    expect(JSON.stringify(vegaLiteSpec(along('metric')))).not.toContain('Numbers: ');
  });

  test('writes all numbers of a column as the large ones', () => {
    const exact = (mean: number) => ({ mean, ci95_low: mean, ci95_high: mean });
    const column = made.rows[0][made.spec.encoding.x.field];
    const own = made.rows.filter((row) => row[made.spec.encoding.x.field] === column);
    const rows = made.rows.map((row) => ({ ...row, ...exact(row === own[0] ? 4e7 : row === own[1] ? 70800 : 5) }));
    const text = JSON.stringify(vegaLiteSpec({ ...made, rows }));
    expect(text).toContain('7.08');
    expect(text).not.toContain('70800');
    expect(text).toContain('"text":"5"');
  });

  test('has no heading over what has no place along the columns', () => {
    const x = { ...made.spec.encoding.x, axis: {} };
    const [first, ...others] = made.rows;
    const spec = vegaLiteSpec({
      ...made,
      rows: [{ ...first, [x.field]: null }, ...others],
      spec: { ...made.spec, encoding: { ...made.spec.encoding, x } },
    });
    expect(JSON.stringify(spec)).toContain('"text":"0.25"');
    expect(JSON.stringify(spec)).not.toContain('"text":"null"');
  });

  test('runs from large to small where told to', () => {
    const x = { ...made.spec.encoding.x, scale: { reverse: true } };
    const spec = vegaLiteSpec({ ...made, spec: { ...made.spec, encoding: { ...made.spec.encoding, x } } });
    const headers = [...JSON.stringify(spec).matchAll(/"text":"(1\/\d+)"/g)].map(([, text]) => text);
    expect(headers).toEqual(['1/4', '1/8', '1/16']);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CsvError, formatCsv, parseCsv } from '../../../src/study/results/csv.ts';
import type { Row } from '../../../src/study/results/row.ts';

const row: Row = {
  experiment: 'toy/fig1',
  solver: 'deep(4,2)',
  metric: 'rate',
  scenario: { M: 8, snr: -5, preamble: 'binary' },
  iteration: 3,
  n: 100,
  mean: 0.1 + 0.2,
  stderr: 1e-7,
  ci95Low: -1.5,
  ci95High: 2,
};

const text = `experiment,solver,metric,unit,M,snr,preamble,iteration,n,mean,stderr,ci95_low,ci95_high
toy/fig1,"deep(4,2)",rate,bit/s/Hz,8,-5,binary,3,100,0.30000000000000004,1e-7,-1.5,2
toy/fig1,plain,steps,,8,-5,,,1,7,,,
`;

const table = {
  axes: ['M', 'snr', 'preamble'],
  units: { rate: 'bit/s/Hz' },
  rows: [
    row,
    {
      ...row,
      solver: 'plain',
      metric: 'steps',
      scenario: { M: 8, snr: -5 },
      iteration: null,
      n: 1,
      mean: 7,
      stderr: null,
      ci95Low: null,
      ci95High: null,
    },
  ],
};

describe('the CSV', () => {
  it('has its columns in a fixed order, shortest exact numbers, and nothing where nothing is known', () => {
    expect(formatCsv(table)).toBe(text);
    expect(parseCsv(text)).toEqual(table);
  });

  it('has no column of an axis that no row has', () => {
    const rows = [
      { ...row, scenario: { M: 8 } },
      { ...row, scenario: { M: 8, pathLoss: 3 } },
    ];
    const header = (text: string) => text.split('\n')[0];
    const axes = ['M', 'riceFactor', 'pathLoss'];
    expect(header(formatCsv({ axes, units: {}, rows }))).toBe(
      'experiment,solver,metric,unit,M,pathLoss,iteration,n,mean,stderr,ci95_low,ci95_high',
    );
    expect(parseCsv(formatCsv({ axes, units: {}, rows })).rows).toEqual(rows);
  });

  it('of no rows has its header', () => {
    expect(formatCsv({ axes: ['M'], units: {}, rows: [] })).toBe(
      'experiment,solver,metric,unit,M,iteration,n,mean,stderr,ci95_low,ci95_high\n',
    );
  });

  it.each(['=HYPERLINK("x")', '+cmd', '-1+1', '@SUM(A1)', '\tx', '\r=x', "'=x", '--'])(
    'never starts a cell of text with a formula: %j',
    (name) => {
      const cells = { ...row, solver: name, metric: name, scenario: { x: name } };
      const written = formatCsv({ axes: ['x'], units: { [name]: name }, rows: [cells] });
      const [, line] = [written.slice(0, written.indexOf('\n')), written.slice(written.indexOf('\n') + 1)];
      expect(line).not.toMatch(/(^|,)"?[=+\-@\t\r](?![\d.])/);
      expect(line.split("'").length).toBeGreaterThan(4);
      expect(parseCsv(written).units).toEqual({ [name]: name });
      expect(parseCsv(written).rows[0]).toMatchObject({ solver: name, metric: name, scenario: { x: name } });
    },
  );

  it('reads back as it was written, whatever the text and the numbers', () => {
    const word = fc.string({ minLength: 1, unit: 'binary' }).filter((s) => !/^[+-]?[\d.]|^(true|false)$/.test(s));
    const value = fc.oneof(
      word,
      fc.boolean(),
      fc.double({ noNaN: true, noDefaultInfinity: true }).filter((v) => !Object.is(v, -0)),
    );
    const number = fc.double({ noNaN: true, noDefaultInfinity: true }).filter((v) => !Object.is(v, -0));
    const rows = fc.array(
      fc.record({
        experiment: word,
        solver: word,
        metric: word,
        scenario: fc.record({ a: value, b: value }, { requiredKeys: ['a'] }),
        iteration: fc.option(fc.nat()),
        n: fc.integer({ min: 1 }),
        mean: number,
        stderr: fc.option(number),
        ci95Low: fc.option(number),
        ci95High: fc.option(number),
      }),
      { maxLength: 5 },
    );
    fc.assert(
      fc.property(rows, (written) => {
        const hasB = written.length === 0 || written.some(({ scenario }) => scenario.b !== undefined);
        const units = Object.fromEntries(written.map(({ metric }) => [metric, `${metric}/s`]));
        const text = formatCsv({ axes: ['a', 'b'], units, rows: written });
        expect(parseCsv(text)).toEqual({ axes: hasB ? ['a', 'b'] : ['a'], units, rows: written });
      }),
    );
  });
});

describe('what is no CSV of results is refused with the line', () => {
  it.each([
    ['', 'line 1: accepted columns: experiment, solver, metric, unit, the axes, iteration'],
    ['a,b\n1,2\n', 'line 1: accepted columns'],
    [text.replace('experiment,solver', 'solver,experiment'), 'line 1: accepted columns'],
    [text.replace('1e-7', 'small'), 'line 2: stderr = "small"; accepted: a number'],
    [text.replace(',7,', ',,'), 'line 3: mean = ""; accepted: a number'],
    [text.replace('toy/fig1,plain,', 'toy/fig1,'), 'line 3'],
    [
      text.replace('metric,unit', 'unit,metric'),
      'line 1: accepted columns: experiment, solver, metric, unit, the axes',
    ],
    [text.replace('"deep(4,2)"', '"deep(4,2)'), 'Quote'],
    [text.replace('binary', 'x'.repeat(100_000)), 'Max Record Size'],
  ])('%#', (damaged, message) => {
    expect(() => parseCsv(damaged)).toThrow(CsvError);
    expect(() => parseCsv(damaged)).toThrow(message);
  });
});

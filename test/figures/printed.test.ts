import { expect, test } from 'vitest';
import type { Figure, PrintedValue } from '../../src/figures/figure.ts';
import { compileSpec } from '../../src/figures/render/vega.ts';
import { vegaLiteSpec } from '../../src/figures/vega-lite-spec.ts';
import { convergence, table } from './samples.ts';

const at = (value: number, iteration: number, solver = 'truncated'): PrintedValue => {
  return { solver, metric: 'wsr', value, place: 'Table II', at: { iteration } };
};

/** Every datum of the specification with this mean. */
function dataWith(made: Figure, mean: number): object[] {
  const found: object[] = [];
  JSON.stringify(vegaLiteSpec(made), (_, value) => {
    if (value?.mean === mean && !('n' in value)) found.push(value);
    return value;
  });
  return found;
}

test('what the paper prints is drawn at its place as a hollow mark of its curve, with one entry in the legend', async () => {
  const made = { ...convergence(), printed: [at(15.25, 3), at(16.75, 6)] };
  const label = made.series.find(({ solver }) => solver === 'truncated')!.label;
  expect(dataWith(made, 15.25)).toEqual([{ series: label, iteration: 3, mean: 15.25 }]);
  expect(dataWith(made, 16.75)).toEqual([{ series: label, iteration: 6, mean: 16.75 }]);
  const text = JSON.stringify(vegaLiteSpec(made));
  expect(text).toContain('"series":"printed in the paper"');
  expect(text).toContain('Hollow grey marks are numbers printed in the paper (Table II).');
  await expect(compileSpec(vegaLiteSpec(made))).resolves.toHaveProperty('marks');
});

test('the axes make room for it', async () => {
  const axisOf = async (made: Figure) => {
    const { scales } = await compileSpec(vegaLiteSpec(made));
    return (scales!.find(({ name }) => name === 'y') as unknown as { domain: [number, number] }).domain;
  };
  const [low] = await axisOf({ ...convergence(), printed: [at(2.5, 1)] });
  expect(low).toBeLessThanOrEqual(2.5);
  expect((await axisOf(convergence()))[0]).toBeGreaterThan(2.5);
});

test('a figure without printed values, or with those of other metrics and curves, is the same as before', () => {
  const plain = JSON.stringify(vegaLiteSpec(convergence()));
  const others = [{ ...at(1, 3), metric: 'nmse' }, at(1, 3, 'nobody')];
  expect(JSON.stringify(vegaLiteSpec({ ...convergence(), printed: [] }))).toBe(plain);
  expect(dataWith({ ...convergence(), printed: others }, 1)).toEqual([]);
});

test('a table prints it in parentheses behind ours', () => {
  const made = table();
  const { field } = made.spec.encoding.x;
  const [first] = made.rows;
  const printed = [
    { solver: first.solver, metric: first.metric, value: -24.08, place: 'Table II', at: { [field]: first[field] } },
  ];
  const text = JSON.stringify(vegaLiteSpec({ ...made, printed }));
  expect(text).toMatch(/"text":"[^"]* \(\u221224\.08\)"/u);
  expect(text).toContain('Numbers in parentheses are printed in the paper (Table II).');
});

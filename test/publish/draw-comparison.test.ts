import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { drawComparison } from '../../src/publish/draw-comparison.ts';
import { expand } from '../../src/study/experiment/expand.ts';
import { pointOf, type Row } from '../../src/study/results/row.ts';
import { loadedToy, toyProblem } from '../study/toy.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'comparison-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const solvers = [
  { solver: 'plain', label: 'Plain' },
  { solver: 'deep', label: 'Deep' },
];

it.each([
  ['line', { encoding: { x: { field: 'snr' } } }],
  ['bar', { mark: 'bar', encoding: { x: { field: 'snr' } } }],
  ['table', { mark: 'table', encoding: { x: { field: 'snr' } } }],
  ['box', { mark: 'box', encoding: { x: { field: 'snr' }, y: { field: 'value' } } }],
  ['ecdf', { mark: 'ecdf', encoding: { x: { field: 'value', metric: 'rate' } }, facet: { column: { field: 'snr' } } }],
])('a figure of mark %s shows the curve that moved before and after, and no other', async (name, figure) => {
  const plan = await expand(loadedToy({ solvers, figure }), toyProblem, { profile: 'smoke' });
  const rows = (shift: number): Row[] =>
    plan.points.flatMap(({ scenario }, i) =>
      plan.series.map((series) => ({
        ...{ experiment: plan.id, solver: series.name, metric: 'rate', scenario, iteration: null, n: 9 },
        ...{ mean: i + shift, stderr: 0.1, ci95Low: i + shift - 0.2, ci95High: i + shift + 0.2 },
      })),
    );
  const [stored, fresh] = [rows(1), rows(2)];
  const moved = [{ point: pointOf(stored[0]), outcome: 'fail' as const, why: '' }];
  const files = await drawComparison(plan, stored, fresh, moved, { folder, name });
  expect(files).toEqual([join(folder, `${name}.svg`), join(folder, `${name}.html`)]);
  const picture = readFileSync(files[0], 'utf8');
  for (const label of ['Plain, stored', 'Plain, now']) expect(picture).toContain(label);
  expect(picture).not.toContain('Deep');
  expect(picture).toContain('Curves that moved: stored and now');
});

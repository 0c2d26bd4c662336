import { expect, it } from 'vitest';
import { reportedRows } from '../../../src/cli/actions/reported-rows.ts';
import { expand } from '../../../src/study/experiment/expand.ts';
import { loadedToy, toyProblem } from '../../study/toy.ts';

it('rows of a run have labels and units, and what solvers report of themselves stands apart', async () => {
  const loaded = loadedToy({ solvers: [{ solver: 'plain', label: 'Plain' }] });
  const plan = await expand(loaded, { ...toyProblem, id: 'multicell' }, { profile: 'quick' });
  const point = { solver: 'plain', scenario: plan.points[0].scenario, iteration: null };
  const estimate = { n: 20, mean: 1, stderr: 0.1, ci95Low: 0.8, ci95High: 1.2 };
  const row = (metric: string) => ({ experiment: 'toy/fig1', ...point, metric, ...estimate });
  const { rows, diagnostics } = reportedRows(plan, {
    rows: ['rate', 'unsolved', 'iterations', 'capped', 'own'].map(row),
    diagnostics: { iterations: 'mean', capped: 'proportion', own: 'mean', unsolved: 'proportion' },
  });
  expect(rows[0]).toEqual({ ...point, metric: 'rate', ...estimate, label: 'Plain', unit: 'bit/s/Hz' });
  const units = (all: typeof rows) => all.map(({ metric, unit }) => [metric, unit]);
  expect(units(rows.slice(1))).toEqual([['unsolved', '1']]);
  expect(units(diagnostics)).toEqual([
    ['iterations', 'iterations'],
    ['capped', '1'],
    ['own', ''],
  ]);
});

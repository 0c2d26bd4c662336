import { expect, it } from 'vitest';
import type { Status } from '../../../src/cli/actions/status-of.ts';
import { statusTable } from '../../../src/cli/terminal/status-table.ts';

const status = (changes: Partial<Status>): Status => ({
  ...{
    id: 'toy/fig1',
    profile: 'paper',
    total: 1000,
    stored: 999,
    failed: 0,
    missing: 1,
    lacking: [3],
    complete: false,
  },
  training: { networks: 0, trained: 0, steps: 0, stepsDone: 0 },
  failures: [],
  ...changes,
});

it('shows how far trainings and blocks are, never 100% before the end, and what failed below', () => {
  const training = { networks: 4, trained: 1, steps: 400, stepsDone: 150 };
  const failures = [
    'first failed at N=2, trial 3, seed 1: it \x1b[31mbroke\n  replay: reproduce run toy/fig1 --trial 3',
  ];
  const lines = statusTable([
    status({}),
    status({ id: 'toy/fig2', training, stored: 0, failed: 5, missing: 995, lacking: [1, 2, 3, 8], failures }),
    status({ id: 'toy/fig3', stored: 1000, missing: 0, lacking: [], complete: true }),
  ]).split('\n');
  const cells = lines.map((line) => line.trim().split(/ +/));
  expect(cells[2]).toEqual(['toy/fig1', 'paper', '-', '-', '1000', '999', '0', '1', '99%', '3']);
  expect(cells[3]).toEqual(['toy/fig2', 'paper', '1/4', '37%', '1000', '0', '5', '995', '0%', '1-3,8']);
  expect(cells[4]).toEqual(['toy/fig3', 'paper', '-', '-', '1000', '1000', '0', '0', '100%', '-']);
  expect(lines.slice(5)).toEqual([
    'first failed at N=2, trial 3, seed 1: it \\x1b[31mbroke',
    '  replay: reproduce run toy/fig1 --trial 3',
  ]);
});

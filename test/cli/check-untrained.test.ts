import { rmSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Workspace } from '../toy/workspace.ts';

let workspace: Workspace;

beforeEach(() => {
  workspace = new Workspace();
});

afterEach(() => workspace.remove());

const figure = 'experiments/toy/fig1.yaml';

test('curves that need no network which is missing are checked, the others named', async () => {
  const learned = '  - { solver: learned, label: Learned, parameters: { steps: 4, milliseconds: 1 } }';
  workspace.write(figure, workspace.read(figure).replace('  - solver: average', `${learned}\n  - solver: average`));
  expect((await workspace.run('toy/fig1', '--profile', 'paper', '--quiet')).code).toBe(0);
  const whole = await workspace.run('check', 'toy/fig1', '--profile', 'paper', '--json');
  const [{ points: all, outcome }] = JSON.parse(whole.stdout);
  expect([whole.code, outcome]).toEqual([0, 'pass']);
  for (const file of workspace.files('results/toy/weights')) rmSync(file);
  const rest = await workspace.run('check', 'toy/fig1', '--profile', 'paper', '--json');
  const [report] = JSON.parse(rest.stdout);
  expect([rest.code, report.outcome]).toEqual([3, 'inconclusive']);
  expect(report.why).toContain('not compared: Learned; 2 of its networks are not trained');
  const others = all.filter(({ point }: { point: { solver: string } }) => point.solver !== 'learned');
  expect(report.points).toHaveLength(others.length);
  expect(new Set(report.points.map(({ outcome: each }: { outcome: string }) => each))).toEqual(new Set(['pass']));
});

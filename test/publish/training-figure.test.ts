import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { packageRoot } from '../../src/package-root.ts';
import { drawTraining } from '../../src/publish/training-figure.ts';
import type { Row } from '../../src/study/results/row.ts';
import { openStudy, type Study } from '../../src/study/study.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'reproduce-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function drawn(id: string, times?: (study: Study) => Row[]): Promise<readonly string[]> {
  const file = join(packageRoot, 'experiments', `${id}.yaml`);
  const study = await openStudy({ file, target: id }, { profile: 'paper' }, folder);
  return drawTraining(study, folder, 'it', times?.(study));
}

test('networks of several solvers that one metric follows are drawn over the samples that they have seen', async () => {
  const files = await drawn('csi-l2o/fig6');
  const file = join(folder, 'it-samples.svg');
  expect(files).toContain(file);
  const figure = readFileSync(file, 'utf8');
  for (const text of ['Training samples', 'CsiNet', 'TransNet', 'TiLISTA', 'Csi-L2O']) expect(figure).toContain(text);
  // From step 80 of Csi-L2O, with 8 samples each, to the last point of CsiNet, 79 900 steps of both trainings with 50: so far along 400 pixels are 1000 samples.
  const tick = /translate\(([\d.]+),15\)[^>]*>10<tspan[^>]*>3</.exec(figure);
  expect(Number(tick?.[1])).toBeCloseTo((400 * Math.log(1000 / 640)) / Math.log(3_995_000 / 640), 3);
});

test('and over processor time, those of which the time of a sample is known', async () => {
  const sample = { csinet: 2, 'csi-l2o': 30 };
  const times = ({ plan }: Study) =>
    Object.entries(sample).map(([solver, mean]) => ({
      ...{ experiment: plan.id, solver, metric: 'training-time', iteration: null, n: 11, mean },
      ...{ scenario: { ...plan.points[0].scenario, together: 8 }, stderr: null, ci95Low: null, ci95High: null },
    }));
  const files = await drawn('csi-l2o/fig6', times);
  const file = join(folder, 'it-seconds.svg');
  expect(files).toContain(file);
  const figure = readFileSync(file, 'utf8');
  for (const text of ['Processor time of the training samples', 'CsiNet', 'Csi-L2O']) expect(figure).toContain(text);
  expect(figure).not.toContain('TiLISTA');
  // From step 80 of Csi-L2O, 8 samples of 30 ms each, to 79 900 steps of CsiNet, 50 of 2 ms: 19.2 to 7990 s along 400 pixels.
  const tick = /translate\(([\d.]+),15\)[^>]*>10<tspan[^>]*>2</.exec(figure);
  expect(Number(tick?.[1])).toBeCloseTo((400 * Math.log(100 / 19.2)) / Math.log(7990 / 19.2), 3);
});

test('those of one solver only over steps', async () => {
  const files = await drawn('l2o-sumrate/ablations');
  expect(files.map((file) => file.slice(folder.length + 1))).toEqual([
    'it-structured-l2o.svg',
    'it-structured-l2o-validation.svg',
  ]);
});

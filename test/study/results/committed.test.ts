import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { packageRoot } from '../../../src/package-root.ts';
import { diagnosticUnits } from '../../../src/problems/diagnostics.ts';
import { changesSince } from '../../../src/study/results/changes.ts';
import { resultPaths } from '../../../src/study/results/result-paths.ts';
import { readResults } from '../../../src/study/results/results.ts';

const folder = join(packageRoot, 'results');
const stored = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .flatMap(({ name }) => readdirSync(join(folder, name)).map((file) => `${name}/${file}`))
  .flatMap((path) => /^(.*\/[^.]+)\.json$/.exec(path)?.[1] ?? [])
  .map((id) => ({ id, provenance: readResults(resultPaths(folder, id, 'paper')).provenance }));

it('the package comes with results', () => expect(stored.length).toBeGreaterThan(0));

it.each(stored)(
  'the results of $id are of the experiment and the weights that come with them',
  async ({ id, provenance }) => {
    const file = join(packageRoot, 'experiments', `${id}.yaml`);
    const { experiment, weights, unrecorded } = await changesSince(provenance, file, packageRoot);
    expect({ experiment, weights }).toEqual({ experiment: [], weights: [] });
    expect(unrecorded).not.toContain('experiment');
  },
);

it('results come from clean trees', () => {
  const dirty = stored.filter(({ provenance }) => provenance.commit?.dirty !== false);
  expect(dirty.map(({ id }) => id)).toEqual([]);
});

it('all that solvers report of themselves has a unit', () => {
  const without = stored.flatMap(({ provenance: { problem, diagnostics } }) =>
    Object.keys(diagnostics).filter((name) => !Object.hasOwn(diagnosticUnits(problem), name)),
  );
  expect(without).toEqual([]);
});

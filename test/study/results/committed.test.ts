import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { packageRoot } from '../../../src/package-root.ts';
import { changesSince } from '../../../src/study/results/changes.ts';
import { resultPaths } from '../../../src/study/results/result-paths.ts';
import { readResults } from '../../../src/study/results/results.ts';

const folder = join(packageRoot, 'results');
const stored = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .flatMap(({ name }) => readdirSync(join(folder, name)).map((file) => `${name}/${file}`))
  .flatMap((path) => /^(.*\/[^.]+)\.json$/.exec(path)?.[1] ?? []);

it('the package comes with results', () => expect(stored.length).toBeGreaterThan(0));

it.each(stored)('the results of %s are of the experiment and the weights that come with them', async (id) => {
  const { provenance } = readResults(resultPaths(folder, id, 'paper'));
  const file = join(packageRoot, 'experiments', `${id}.yaml`);
  const { experiment, weights, unrecorded } = await changesSince(provenance, file, packageRoot);
  expect({ experiment, weights }).toEqual({ experiment: [], weights: [] });
  expect(unrecorded).not.toContain('experiment');
});

it('results come from clean trees, but for one that is to be made anew', () => {
  const dirty = stored.filter((id) => readResults(resultPaths(folder, id, 'paper')).provenance.commit?.dirty !== false);
  expect(dirty).toEqual(['lagd/fig2']);
});

import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { packageRoot } from '../../../src/package-root.ts';
import { checkNames, loadClaims, namesOfPlan } from '../../../src/study/claims/load.ts';
import { listExperiments } from '../../../src/study/experiment/catalog.ts';
import { expand } from '../../../src/study/experiment/expand.ts';
import { loadExperiment } from '../../../src/study/experiment/load.ts';
import { openSource } from '../../../src/study/experiment/open-source.ts';

const files = new Map(listExperiments(packageRoot).map(({ id, file }) => [id, file]));
const folders = new Set([...files.values()].map(dirname).filter((folder) => existsSync(join(folder, 'claims.yaml'))));

it.each([...folders])('the claims in %s name what their experiments have', async (folder) => {
  const claims = loadClaims(join(folder, 'fig.yaml'))!;
  const experiments = new Set(
    claims.claims.flatMap((claim) => (claim.kind === 'not-attempted' ? [] : [claim.experiment])),
  );
  for (const id of experiments) {
    expect([...files.keys()]).toContain(id);
    const loaded = loadExperiment(files.get(id)!);
    const { problem } = await openSource(loaded.experiment.problem, folder);
    const plan = await expand(loaded, problem, { profile: 'paper' });
    checkNames(claims, id, namesOfPlan(plan));
  }
});

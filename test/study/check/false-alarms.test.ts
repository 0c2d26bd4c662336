import { afterAll, beforeAll, expect, it } from 'vitest';
import { compareResults } from '../../../src/study/check/compare.ts';
import { pValue } from '../../../src/study/check/difference.ts';
import { rerunOf } from '../../../src/study/check/rerun.ts';
import { Workspace } from '../../toy/workspace.ts';
import { agreement, openExperiment, rates, resultsOf } from './experiments.ts';

let workspace: Workspace;
beforeAll(() => {
  workspace = new Workspace();
});
afterAll(() => workspace.remove());

it('20 honest repetitions with other seeds all pass, and their p-values are those of chance', async () => {
  const study = await openExperiment(workspace, 'rates', rates, 'beamforming');
  const stored = await resultsOf(study);
  const outcomes: string[] = [];
  const small: boolean[] = [];
  for (let seed = 100; seed < 120; seed++) {
    const fresh = await resultsOf(rerunOf(study, stored, { profile: 'smoke', seed }, agreement));
    outcomes.push(compareResults(stored, fresh, agreement).outcome);
    for (const i of [0, 6]) {
      small.push(pValue({ kind: 'mean', stored: stored.rows[i], fresh: fresh.rows[i] }) < 0.2);
    }
  }
  expect(outcomes).toEqual(new Array(20).fill('pass'));
  const share = small.filter(Boolean).length / small.length;
  expect(share).toBeGreaterThan(0.04);
  expect(share).toBeLessThan(0.44);
}, 300_000);

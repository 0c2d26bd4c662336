import { describe, expect, it } from 'vitest';
import { problems } from '../../../src/problems/index.ts';
import { solverLabels } from '../../../src/problems/solver-labels.ts';
import { figureOf } from '../../../src/publish/figure.ts';
import { parseSolver } from '../../../src/study/experiment/solver-text.ts';
import { openSweep } from '../../../src/study/experiment/sweep.ts';

describe('a sweep', () => {
  it('calls solvers in its legend as papers do, with the parameters that tell them apart, and as --label says', async () => {
    const solvers = ['wmmse:iterations=5', 'wmmse:iterations=9', 'zero-forcing', 'mrt'].map(parseSolver);
    const set = { M: 4, K: 2, N: 2, d: 2 };
    const { plan } = await openSweep({ problem: 'beamforming', set, solvers, labels: { mrt: 'matched' } }, '.');
    expect(plan.series.map(({ name }) => name)).toEqual(['wmmse(5)', 'wmmse(9)', 'zero-forcing', 'mrt']);
    expect(figureOf({ plan, rows: [], scale: '' }).series.map(({ label }) => label)).toEqual([
      ...['WMMSE (5)', 'WMMSE (9)', 'ZF', 'matched'],
    ]);
  });

  it.each(Object.keys(problems))(
    'has a label for every solver of %s that has a curve, and no two alike',
    async (id) => {
      const { solvers } = await problems[id as keyof typeof problems]();
      const withoutCurves = ['channel', 'complexity'];
      const names = Object.keys(solvers).filter((name) => !withoutCurves.includes(name));
      expect(Object.keys(solverLabels[id]).sort()).toEqual(names.sort());
      expect(new Set(Object.values(solverLabels[id])).size).toBe(names.length);
    },
  );
});

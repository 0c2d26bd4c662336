import { describe, expect, it } from 'vitest';
import { curvesOf } from '../../src/figures/curves.ts';
import { packageRoot } from '../../src/package-root.ts';
import { figureOf } from '../../src/publish/figure.ts';
import { storedFigure } from '../../src/publish/stored-figure.ts';
import { listExperiments } from '../../src/study/experiment/catalog.ts';
import { profileNames } from '../../src/study/experiment/profile-names.ts';
import { hiddenAxes } from '../../src/study/experiment/shown-grid.ts';
import { openStudy } from '../../src/study/study.ts';

/** Everything that a figure may call by a colour of its own. */
describe.each(listExperiments(packageRoot))('the figure of $id', (listed) => {
  it('has no colour twice, but for one solver at several dashes', async () => {
    const stored = await storedFigure(listed, ['paper'], packageRoot);
    const study =
      stored?.study ?? (await openStudy({ file: listed.file, target: listed.id }, { profile: 'paper' }, '.'));
    const content = stored?.content ?? { plan: study.plan, rows: [], scale: '' };
    const figure = figureOf(content);
    const looks = new Map(curvesOf(figure, figure.rows).map(({ solver, look }) => [solver, look.color.toLowerCase()]));
    expect(looks.size).toBe(figure.series.length);
    expect(new Set(looks.values()).size).toBe(looks.size);
  });

  it.each(profileNames)('tells all points of its grid apart: %s', async (profile) => {
    const { plan, loaded } = await openStudy({ file: listed.file, target: listed.id }, { profile }, '.');
    expect(hiddenAxes(plan)).toEqual([]);
    expect(plan.experiment.figure).toEqual(loaded.experiment.figure);
  });
});

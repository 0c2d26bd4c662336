import { existsSync, mkdtempSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openMatching } from '../../../src/cli/actions/open-matching.ts';
import { problemsOfFigures } from '../../../src/cli/actions/paper-templates.ts';
import { writePaper } from '../../../src/cli/actions/write-paper.ts';
import { Workspace } from '../../toy/workspace.ts';

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'paper-')));
const path = (name: string) => join(folder, name);
afterAll(() => rmSync(folder, { recursive: true }));
beforeEach(() => vi.spyOn(process.stdout, 'write').mockReturnValue(true));
afterEach(() => vi.restoreAllMocks());

describe.each(problemsOfFigures)('a new paper of %s', (problem) => {
  it('is a whole experiment with a claim that its curves can decide', async () => {
    writePaper(path(problem), problem);
    const [study] = await openMatching([path(problem)], { profile: 'paper' }, folder);
    expect(study.plan.id).toBe(`${problem}/fig1`);
    expect(study.plan.series.map(({ name }) => name)).toContain('mine');
    expect(study.plan.points.length).toBeGreaterThan(2);
    expect(study.claims).toHaveLength(1);
  });
});

describe('new paper', () => {
  it('needs a name that can be an id, and replaces nothing', () => {
    writePaper(path('taken'), 'beamforming');
    expect(() => writePaper(path('taken'), 'multicell')).toThrow('exists already');
    expect(() => writePaper(path('My paper'), 'beamforming')).toThrow('lower case');
    expect(() => writePaper(path('other'), 'beanforming')).toThrow('did you mean "beamforming"?');
    expect([path('My paper'), path('other')].some((each) => existsSync(each))).toBe(false);
  });

  it('shows the path of a solver that has the name of a published one', async () => {
    writePaper(path('clash'), 'beamforming');
    const experiment = path('clash/fig1.yaml');
    writeFileSync(experiment, readFileSync(experiment, 'utf8').replace('./mine.js', './wmmse.js'));
    renameSync(path('clash/mine.js'), path('clash/wmmse.js'));
    rmSync(path('clash/claims.yaml'));
    const [{ plan }] = await openMatching([path('clash')], { profile: 'smoke' }, folder);
    expect(plan.series.map(({ name }) => name)).toEqual(['./wmmse.js', 'wmmse', 'zero-forcing']);
  });

  it('runs as it stands, and its results know its solver', async () => {
    const workspace = new Workspace();
    try {
      const run = (...args: string[]) => workspace.run(...args);
      expect(await run('new', 'paper', './mine-too')).toMatchObject({ code: 0 });
      expect(await run('./mine-too', '--profile', 'smoke')).toMatchObject({ code: 0 });
      expect(workspace.read('results/mine-too/fig1.smoke.csv')).toMatch(/^mine-too\/fig1,mine,wsr,/m);
      expect((await run('plot', './mine-too')).stderr).not.toContain('changed');

      const solver = workspace.read('mine-too/mine.js');
      workspace.write('mine-too/mine.js', solver.replace('scale: 1', 'scale: 0.5'));
      expect((await run('plot', './mine-too')).stderr).toContain('solver mine');
    } finally {
      workspace.remove();
    }
  });
});

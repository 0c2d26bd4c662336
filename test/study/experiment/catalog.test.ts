import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packageRoot } from '../../../src/package-root.ts';
import {
  idOf,
  type Listed,
  listExperiments,
  matchExperiments,
  summarize,
} from '../../../src/study/experiment/catalog.ts';

const listed: Listed[] = ['a/fig1', 'a/fig3', 'b/fig1a', 'b/fig1b', 'b/fig3', 'b/fig10', 'b/table2'].map((id) => ({
  id,
  file: `/${id}.yaml`,
}));
const ids = (...patterns: string[]) => matchExperiments(patterns, listed).map(({ id }) => id);

describe('a pattern', () => {
  it.each([
    ['fig3', ['a/fig3', 'b/fig3']],
    ['fig1', ['a/fig1', 'b/fig1a', 'b/fig1b']],
    ['b/fig1', ['b/fig1a', 'b/fig1b']],
    ['b/fig1b', ['b/fig1b']],
    ['fig10', ['b/fig10']],
    ['table2', ['b/table2']],
    ['a', ['a/fig1', 'a/fig3']],
    ['all', listed.map(({ id }) => id)],
  ])('%s names %j', (pattern, named) => {
    expect(ids(pattern)).toEqual(named);
  });

  it('joined with others names every experiment once, in the order of the list', () => {
    expect(ids('b/fig3', 'fig1', 'a/fig1')).toEqual(['a/fig1', 'b/fig1a', 'b/fig1b', 'b/fig3']);
  });

  it('may be the path of a file', () => {
    const [own] = matchExperiments(['own/fig9.yaml'], listed);
    expect(own).toEqual({ id: 'own/fig9', file: join(process.cwd(), 'own/fig9.yaml') });
  });

  it('that names nothing is refused with the nearest names', () => {
    expect(() => ids('fig4')).toThrow('unknown experiment "fig4"; did you mean "fig1" or "fig3"?');
    expect(() => ids('b/fgi3')).toThrow('did you mean "b/fig3"');
    expect(() => ids('a/fig3/x')).toThrow('unknown experiment "a/fig3/x"');
    for (const odd of ['', '/', 'fig', 'b/', '*', 'constructor']) expect(() => ids(odd)).toThrow('unknown experiment');
  });
});

describe('experiments', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'catalog-'));
    mkdirSync(join(folder, 'experiments/own'), { recursive: true });
    for (const name of ['fig2.yaml', 'fig10.yaml', 'paper.yaml', 'claims.yaml', 'notes.txt']) {
      writeFileSync(join(folder, 'experiments/own', name), 'title: A title\nplace: Fig. 2\nproblem: [toy]\n');
    }
    writeFileSync(join(folder, 'experiments/own/fig3.yaml'), 'title: [');
    writeFileSync(join(folder, 'experiments/experiment.schema.json'), '{}');
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('of a paper are all meant by the path of its folder', () => {
    const own = join(folder, 'experiments/own');
    const files = ['fig2', 'fig3', 'fig10'].map((name) => ({ id: `own/${name}`, file: join(own, `${name}.yaml`) }));
    expect(matchExperiments([own], listed)).toEqual(files);
    expect(() => matchExperiments([join(folder, 'experiments')], listed)).toThrow('unknown experiment');
  });

  it('are those of the package and of the working folder, figures counted as numbers', () => {
    const all = listExperiments(folder);
    expect(all.filter(({ id }) => id.startsWith('own/')).map(({ id }) => id)).toEqual([
      'own/fig2',
      'own/fig3',
      'own/fig10',
    ]);
    expect(all.map(({ id }) => id)).toContain('mif-wmmse/fig3');
  });

  it('come once where the working folder is the package', () => {
    const all = listExperiments(packageRoot).map(({ id }) => id);
    expect(new Set(all).size).toBe(all.length);
    expect(all.length).toBeGreaterThan(0);
  });

  it('are named by folder and file', () => {
    expect(idOf('/x/lagd/fig1a.yaml')).toBe('lagd/fig1a');
  });

  it('are summarised without validation', () => {
    const file = join(folder, 'experiments/own/fig2.yaml');
    const summary = { title: 'A title', place: 'Fig. 2', problem: '?' };
    expect(summarize({ id: 'own/fig2', file })).toEqual({ id: 'own/fig2', file, ...summary });
    const broken = join(folder, 'experiments/own/fig3.yaml');
    expect(summarize({ id: 'own/fig3', file: broken })).toMatchObject({ title: '?' });
  });
});

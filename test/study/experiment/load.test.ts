import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { packageRoot } from '../../../src/package-root.ts';
import { listExperiments } from '../../../src/study/experiment/catalog.ts';
import { loadExperiment } from '../../../src/study/experiment/load.ts';

let root: string;
let file: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'load-'));
  mkdirSync(join(root, 'toy'));
  file = join(root, 'toy/fig1.yaml');
  writeFileSync(join(root, 'toy/paper.yaml'), paper);
});
afterEach(() => rmSync(root, { recursive: true }));

const paper = 'id: toy\ntitle: Toys\nauthors: A. Child\ndoi: 10.0/0\n';
const experiment = `id: toy/fig1
title: A figure
paper: toy
place: Fig. 1
problem: toy
scenarios:
  - { M: [2, 4], snr: "0:5:10" }
solvers:
  - solver: plain
metrics: [rate]
profiles:
  smoke: { trials: 2 }
  quick: { trials: 20, ciWidth: 0.1, training: { steps: 100 } }
  paper: { trials: 200, set: { M: 8 } }
figure:
  encoding: { x: { field: snr } }
`;

describe('an experiment file', () => {
  it('is read with its paper, defaults filled in', () => {
    writeFileSync(file, experiment);
    const { experiment: read, paper: of, locate } = loadExperiment(file);
    expect(read).toMatchObject({ id: 'toy/fig1', seed: 1, choices: [], scenarios: [{ M: [2, 4], snr: '0:5:10' }] });
    expect(read.solvers).toEqual([{ solver: 'plain', parameters: {}, each: {}, mark: 'line', style: {} }]);
    expect(read.profiles.quick).toEqual({ trials: 20, ciWidth: 0.1, training: { steps: 100 } });
    expect(of.title).toBe('Toys');
    expect(locate(['scenarios', 0, 'M', 1])).toBe(`${file}:7:14`);
  });

  it.each([
    [
      ['trials: 20', 'trial: 20'],
      ['13:10: profiles.quick.trials is missing', '13:12: unknown key "trial"; did you mean "trials"?'],
    ],
    [['ciWidth: 0.1', 'ciWidth: -1'], ['13:33: profiles.quick.ciWidth = -1; accepted: at least 1e-9']],
    [['trials: 2 }', 'trials: 2.5 }'], ['12:20: profiles.smoke.trials = 2.5; accepted: a whole number']],
    [['metrics: [rate]', 'metrics: []'], ['10:10: metrics = []; accepted: at least 1 items']],
    [
      ['  - solver: plain', '  - sovler: plain'],
      ['9:5: solvers[0].solver is missing', '9:5: unknown key "sovler"'],
    ],
    [['problem: toy\n', ''], ['1:1: problem is missing; accepted: text']],
    [['field: snr', 'field: snr, colour: red'], ['16:32: unknown key "colour"']],
    [
      ['id: toy/fig1', 'id: toy/fig2'],
      ['1:5: id = "toy/fig2"; accepted: "toy/fig1", as its folder and file are named'],
    ],
    [['id: toy/fig1', 'id: Fig1'], ['1:5: id = "Fig1"; accepted: paper/figure in lower case']],
    [['paper: toy', 'paper: other'], ['3:8: paper = "other"; accepted: "toy"']],
  ])('with %j is refused where the mistake is', (change, mistakes) => {
    writeFileSync(file, experiment.replace(change[0], change[1]));
    for (const mistake of mistakes) expect(() => loadExperiment(file)).toThrow(`${file}:${mistake}`);
  });

  it('needs a paper with a place to find it', () => {
    writeFileSync(file, experiment);
    writeFileSync(join(root, 'toy/paper.yaml'), paper.replace('doi: 10.0/0\n', ''));
    expect(() => loadExperiment(file)).toThrow('paper.yaml:1:1: a doi, an arxiv number or a venue is needed');
    writeFileSync(join(root, 'toy/paper.yaml'), paper.replace('doi: 10.0/0', 'venue: A journal, 2022'));
    expect(loadExperiment(file).paper.venue).toBe('A journal, 2022');
    rmSync(join(root, 'toy/paper.yaml'));
    expect(() => loadExperiment(file)).toThrow('paper.yaml does not exist');
  });
});

it('every experiment of the package is valid', () => {
  const shipped = listExperiments(packageRoot);
  expect(shipped.length).toBeGreaterThan(0);
  for (const { id, file: path } of shipped) expect(loadExperiment(path).experiment.id).toBe(id);
});

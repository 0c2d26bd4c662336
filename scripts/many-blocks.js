// Fills a store with blocks of a toy problem, without computing them, to measure what status and merge cost:
// node scripts/many-blocks.js <folder> <blocks>; then, in the folder, `reproduce status toy/fig1 --profile paper` and `merge`.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BlockKeys, blockOf, trialRanges } from '../build/src/study/run/blocks.js';
import { StoreLease, writerAt } from '../build/src/study/store/lease.js';
import { openStudy } from '../build/src/study/study.js';

const [folder, blocks] = process.argv.slice(2);
const perBlock = 10;
const solvers = ['average', 'first', 'slow', 'broken'];
const points = 5;
const trials = (perBlock * Number(blocks)) / (solvers.length * points);
const toy = fileURLToPath(new URL('../test/toy/problem.js', import.meta.url));

const file = join(folder, 'experiments/toy/fig1.yaml');
mkdirSync(join(folder, 'experiments/toy'), { recursive: true });
writeFileSync(
  join(folder, 'experiments/toy/small.js'),
  `import toy from '${toy}';\nexport default { ...toy, blockSize: ${perBlock} };\n`,
);
writeFileSync(
  join(folder, 'experiments/toy/paper.yaml'),
  'id: toy\ntitle: A toy\nauthors: A. Nobody\narxiv: "0000.00000"\n',
);
writeFileSync(
  file,
  `id: toy/fig1
title: Many blocks
paper: toy
place: Fig. 1
problem: ./small.js
scenarios:
  - { N: [2, 3, 4, 5, 6], mu: 1 }
solvers: [${solvers.map((solver) => `{ solver: ${solver} }`).join(', ')}]
metrics: [error]
profiles:
  smoke: { trials: ${trials} }
  quick: { trials: ${trials} }
  paper: { trials: ${trials} }
figure:
  encoding: { x: { field: N }, y: { metric: error } }
`,
);

process.chdir(folder);
const study = await openStudy({ file, target: 'toy/fig1' }, { profile: 'paper' }, '.');
const keys = new BlockKeys(study);
const lease = new StoreLease(study.store);
const writer = writerAt(lease.place);
for (const point of study.plan.points) {
  for (const range of trialRanges(study.plan.firstTrial, study.plan.firstTrial + trials, study.plan.blockSize)) {
    const values = Float64Array.from({ length: range.count }, (_, t) => 1 + (((range.first + t) * 7919) % 1000) / 1000);
    const observations = [{ name: 'error', kind: 'mean', iteration: null, values }];
    for (const run of keys.runsAt(point)) {
      writer.write(blockOf(run, range).key, { count: range.count, seconds: 0.001, observations });
    }
  }
}
writer.close();
lease.release();

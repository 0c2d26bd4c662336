// What the stored results cost to compute, as the table of docs/scaling.md: node scripts/costs.js
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { duration } from '../build/src/duration.js';

const cores = 1000;
const results = fileURLToPath(new URL('../results', import.meta.url));
const files = readdirSync(results, { recursive: true, encoding: 'utf8' }).filter(
  (file) => file.endsWith('.json') && !/\.(smoke|quick)\./.test(file),
);
const total = { seconds: 0, blocks: 0, longest: 0 };

console.log(
  '| experiment | points | core time of the blocks | of a point | blocks | blocks a core second | on 1,000 cores, at least |',
);
console.log('| --- | --- | --- | --- | --- | --- | --- |');
for (const file of files.sort(new Intl.Collator('en', { numeric: true }).compare)) {
  const { counts, series, cost, blockSize, profile } = JSON.parse(readFileSync(join(results, file), 'utf8'));
  if (profile !== 'paper' || !(cost?.blockSeconds > 0)) continue;
  const runs = new Set(series.flatMap(({ solver, runs: own }) => own.map((run) => JSON.stringify([solver, run])))).size;
  const blocks = counts.reduce((sum, { trials }) => sum + Math.ceil(trials / blockSize), 0) * runs;
  const points = counts.length * series.length;
  const seconds = cost.blockSeconds;
  const longest = (seconds / blocks) * Math.ceil(blocks / cores);
  const cells = [duration(seconds), duration(seconds / points), blocks, (blocks / seconds).toPrecision(2)];
  console.log(`| ${[file.replace('.json', ''), points, ...cells, duration(longest)].join(' | ')} |`);
  total.seconds += seconds;
  total.blocks += blocks;
  total.longest = Math.max(total.longest, longest);
}
const { seconds, blocks, longest } = total;
const all = [duration(seconds), '', blocks, (blocks / seconds).toPrecision(2)];
const atLeast = Math.max(longest, seconds / cores);
console.log(`| ${['all', '', ...all, duration(atLeast)].join(' | ')} |`);

// Writes docs/papers/<id>.md for every paper from its claims and the stored results, and the reference part of docs/problems/<id>.md from the code.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { problems } from '../build/src/problems/index.js';
import { paperPage } from '../build/src/publish/paper-page.js';
import { problemReference, referenceHeading } from '../build/src/publish/problem-page.js';
import { verdictsAbout } from '../build/src/publish/verdicts.js';
import { listExperiments } from '../build/src/study/experiment/catalog.js';
import { loadExperiment } from '../build/src/study/experiment/load.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = join(root, 'docs', 'papers');
mkdirSync(folder, { recursive: true });
const listed = listExperiments();
for (const { paper, verdicts } of await verdictsAbout(listed, listed, root)) {
  const { file } = listed.find(({ id }) => id.startsWith(`${paper}/`));
  writeFileSync(join(folder, `${paper}.md`), paperPage(loadExperiment(file).paper, verdicts));
}

for (const [id, open] of Object.entries(problems)) {
  const path = join(root, 'docs', 'problems', `${id}.md`);
  const [written] = readFileSync(path, 'utf8').split(`\n${referenceHeading}\n`);
  writeFileSync(path, `${written.trimEnd()}\n\n${await problemReference(await open())}`);
}

// Writes docs/papers/<id>.md for every paper from its claims and the stored results.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { paperPage } from '../build/src/publish/paper-page.js';
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

import { join } from 'node:path';
import { messages, UserError } from '../messages.ts';
import { hasResults, readResults, resultPaths } from '../study/results.ts';
import { type ProfileName, profileNames } from '../study/schema.ts';
import { look } from './dry-run.ts';
import { drawFigure } from './figure.ts';
import { openMatching } from './open-matching.ts';
import { countsOf } from './run-summary.ts';

/** Draws the figures of stored results again and prints their files. */
export async function plotStored(
  patterns: readonly string[],
  { profile, out, json }: { profile: ProfileName | undefined; out: string; json: boolean },
): Promise<number> {
  const files: string[] = [];
  for (const name of profile === undefined ? profileNames : [profile]) {
    for (const study of await openMatching(patterns, { profile: name }, out)) {
      const { plan } = study;
      const paths = resultPaths(join(out, 'results'), plan.id, name);
      if (profile === undefined && !hasResults(paths)) continue;
      const { rows, provenance } = readResults(paths);
      const trials = provenance.counts.map((count) => count.trials);
      const { samples } = await look(study);
      const [paper, figure] = plan.id.split('/');
      const stem = name === 'paper' ? figure : `${figure}.${name}`;
      const content = { plan, rows, samples, scale: countsOf(study, trials) };
      files.push(...(await drawFigure(content, join(out, 'figures', paper), stem)).files);
    }
  }
  if (files.length === 0) throw new UserError(messages.nothingStored(patterns));
  process.stdout.write(json ? `${JSON.stringify(files, null, 2)}\n` : files.map((file) => `wrote ${file}\n`).join(''));
  return 0;
}

import { join } from 'node:path';
import type { FigureFormat } from '../figures/index.ts';
import { messages, UserError } from '../messages.ts';
import { listExperiments, matchExperiments } from '../study/experiment/catalog.ts';
import { type ProfileName, profileNames } from '../study/experiment/schema.ts';
import type { Changes } from '../study/results/changes.ts';
import { tellChanges } from './changes.ts';
import { drawFigure } from './figure.ts';
import { storedFigure } from './stored-figure.ts';

export interface PlotOptions {
  readonly profile: ProfileName | undefined;
  readonly formats: readonly FigureFormat[] | undefined;
  readonly out: string;
  readonly json: boolean;
}

/** Draws the figures of stored results again and prints their files. */
export async function plotStored(
  patterns: readonly string[],
  { profile, formats, out, json }: PlotOptions,
): Promise<number> {
  const files: string[] = [];
  const changes = new Map<string, Changes>();
  for (const listed of matchExperiments(patterns, listExperiments())) {
    const [paper, figure] = listed.id.split('/');
    for (const name of profile === undefined ? profileNames : [profile]) {
      const stored = await storedFigure(listed, [name], out);
      if (stored === undefined) continue;
      changes.set(listed.id, stored.changes);
      const stem = name === 'paper' ? figure : `${figure}.${name}`;
      files.push(...(await drawFigure(stored.content, join(out, 'figures', paper), stem, formats)).files);
    }
  }
  tellChanges(changes);
  if (files.length === 0) throw new UserError(messages.nothingStored(patterns));
  process.stdout.write(json ? `${JSON.stringify(files, null, 2)}\n` : files.map((file) => `wrote ${file}\n`).join(''));
  return 0;
}

import { join } from 'node:path';
import type { ColumnWidth, FigureFormat } from '../figures/index.ts';
import { exitCodes, messages, UserError } from '../messages.ts';
import { type Listed, listExperiments, matchExperiments } from '../study/experiment/catalog.ts';
import { type ProfileName, profileNames } from '../study/experiment/profile-names.ts';
import type { Changes } from '../study/results/changes.ts';
import { resultPaths, resultsFolder } from '../study/results/result-paths.ts';
import { readTimes, timesPathsBeside } from '../study/times/results.ts';
import { tellChanges } from './changes.ts';
import { drawFigure } from './figure.ts';
import { type StoredFigure, storedFigure } from './stored-figure.ts';
import { drawTimes } from './times-outputs.ts';

export interface PlotOptions {
  readonly profile: ProfileName | undefined;
  readonly formats: readonly FigureFormat[] | undefined;
  /** Of a paper, which the figures are fitted to. */
  readonly column: ColumnWidth | undefined;
  readonly out: string;
  readonly json: boolean;
}

/**
 * Draws the figures of stored results again and prints their files. One that cannot be drawn is named on stderr and left out, and the exit
 * code says so; where it is the only one, throws what it throws.
 */
export async function plotStored(
  patterns: readonly string[],
  { profile, out, json, ...how }: PlotOptions,
): Promise<number> {
  const files: string[] = [];
  const leftOut: { readonly id: string; readonly error: UserError }[] = [];
  const changes = new Map<string, Changes>();
  for (const listed of matchExperiments(patterns, listExperiments())) {
    for (const name of profile === undefined ? profileNames : [profile]) {
      try {
        const stored = await storedFigure(listed, [name], out);
        if (stored === undefined) continue;
        changes.set(listed.id, stored.changes);
        files.push(...(await drawAgain(listed, name, stored, out, how)));
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        leftOut.push({ id: listed.id, error });
      }
    }
  }
  tellChanges(changes);
  if (files.length === 0) throw leftOut[0]?.error ?? new UserError(messages.nothingStored(patterns));
  for (const { id, error } of leftOut) process.stderr.write(`${messages.leftOut(id, error.message)}\n`);
  process.stdout.write(json ? `${JSON.stringify(files, null, 2)}\n` : files.map((file) => `wrote ${file}\n`).join(''));
  return leftOut.length === 0 ? exitCodes.done : exitCodes.failed;
}

async function drawAgain(
  { id }: Listed,
  profile: ProfileName,
  { study, content }: StoredFigure,
  out: string,
  { formats, column }: Pick<PlotOptions, 'formats' | 'column'>,
): Promise<readonly string[]> {
  const [paper, figure] = id.split('/');
  const places = { figures: join(out, 'figures', paper), name: profile === 'paper' ? figure : `${figure}.${profile}` };
  const { files, notes } = await drawFigure(content, places.figures, places.name, formats, column);
  for (const note of notes) process.stderr.write(`${note}\n`);
  const times = readTimes(timesPathsBeside(resultPaths(resultsFolder(id, out), id, profile).csv));
  return [...files, ...(times ? await drawTimes(study, times, places, formats) : [])];
}

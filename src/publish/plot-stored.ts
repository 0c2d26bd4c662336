import { join } from 'node:path';
import type { ColumnWidth, FigureFormat } from '../figures/index.ts';
import { exitCodes, messages, UserError } from '../messages.ts';
import { type Listed, listExperiments, matchExperiments } from '../study/experiment/catalog.ts';
import { type ProfileName, profileNames } from '../study/experiment/profile-names.ts';
import { type Changes, changesSince } from '../study/results/changes.ts';
import { resultPaths, resultsFolder } from '../study/results/result-paths.ts';
import { readTimes, timedContent, timesPathsBeside } from '../study/times/results.ts';
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
  const timesChanges = new Map<string, Changes>();
  for (const listed of matchExperiments(patterns, listExperiments())) {
    for (const name of profile === undefined ? profileNames : [profile]) {
      try {
        const stored = await storedFigure(listed, [name], out);
        if (stored === undefined) continue;
        changes.set(listed.id, stored.changes);
        files.push(...(await drawAgain(listed, name, stored, out, how)));
        const times = readTimes(timesPathsOf(listed, name, out), name);
        if (times === undefined) continue;
        timesChanges.set(listed.id, await changesSince(times.madeFrom, listed.file, out, timedContent));
        files.push(...(await drawTimes(stored.study, times, placesOf(listed, name, out), how.formats)));
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        leftOut.push({ id: listed.id, error });
      }
    }
  }
  tellChanges(changes, timesChanges);
  if (files.length === 0) throw leftOut[0]?.error ?? new UserError(messages.nothingStored(patterns));
  for (const { id, error } of leftOut) process.stderr.write(`${messages.leftOut(id, error.message)}\n`);
  process.stdout.write(json ? `${JSON.stringify(files, null, 2)}\n` : files.map((file) => `wrote ${file}\n`).join(''));
  return leftOut.length === 0 ? exitCodes.done : exitCodes.failed;
}

async function drawAgain(
  listed: Listed,
  profile: ProfileName,
  { content }: StoredFigure,
  out: string,
  { formats, column }: Pick<PlotOptions, 'formats' | 'column'>,
): Promise<readonly string[]> {
  const { figures, name } = placesOf(listed, profile, out);
  const { files, notes } = await drawFigure(content, figures, name, formats, column);
  for (const note of notes) process.stderr.write(`${note}\n`);
  return files;
}

function placesOf({ id }: Listed, profile: ProfileName, out: string) {
  const [paper, figure] = id.split('/');
  return { figures: join(out, 'figures', paper), name: profile === 'paper' ? figure : `${figure}.${profile}` };
}

function timesPathsOf({ id }: Listed, profile: ProfileName, out: string) {
  return timesPathsBeside(resultPaths(resultsFolder(id, out), id, profile).csv);
}

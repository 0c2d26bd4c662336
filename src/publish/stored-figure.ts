import { messages } from '../messages.ts';
import type { Listed } from '../study/experiment/catalog.ts';
import type { ProfileName } from '../study/experiment/profile-names.ts';
import { type Changes, changesSince } from '../study/results/changes.ts';
import { shownRows } from '../study/results/comparisons.ts';
import type { Provenance } from '../study/results/provenance.ts';
import { hasResults, resultPaths, resultsFolder } from '../study/results/result-paths.ts';
import { readResults, readValues } from '../study/results/results.ts';
import { openStudy, type Study } from '../study/study.ts';
import { scaleInWords } from './counts.ts';
import type { FigureContent } from './figure.ts';

/** A figure as stored results give it. */
export interface StoredFigure {
  readonly study: Study;
  readonly content: FigureContent;
  readonly provenance: Provenance;
  /** What has changed since. */
  readonly changes: Changes;
}

/** The figure of the first of these profiles that has stored results; undefined where none has. Throws where they are damaged. */
export async function storedFigure(
  { id, file }: Listed,
  profiles: readonly ProfileName[],
  out: string,
): Promise<StoredFigure | undefined> {
  const folder = resultsFolder(id, out);
  const profile = profiles.find((name) => hasResults(resultPaths(folder, id, name)));
  if (profile === undefined) return undefined;
  const paths = resultPaths(folder, id, profile);
  const study = await openStudy({ file, target: id }, { profile }, out);
  const { rows, provenance } = readResults(paths);
  const values = readValues(paths, provenance);
  const changes = await changesSince(provenance, file, out);
  const counts = scaleInWords(
    study,
    provenance.counts.map(({ trials }) => trials),
  );
  const scale =
    changes.experiment.length === 0
      ? counts
      : `${counts} Not up to date: ${messages.experimentChanged(changes.experiment)}.`;
  const { plan } = study;
  const shown = [...rows, ...shownRows(plan, rows, provenance.pairs)];
  return { study, provenance, changes, content: { plan, rows: shown, values, scale } };
}

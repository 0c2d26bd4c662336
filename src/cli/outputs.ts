import { messages, UserError } from '../messages.ts';
import { collectEvidence } from '../study/claims/collect.ts';
import type { Evidence } from '../study/claims/evidence.ts';
import { claimsAbout, loadClaims } from '../study/claims/load.ts';
import { provenanceOf } from '../study/provenance.ts';
import { type ResultPaths, writeResults } from '../study/results.ts';
import type { StudyResult } from '../study/runner.ts';
import type { Study } from '../study/study.ts';
import { trainingJobs } from '../study/training/jobs.ts';
import { drawFigure } from './figure.ts';
import { countsOf } from './run-summary.ts';

/** Where the files of one run go. */
export interface OutputPlaces extends ResultPaths {
  /** Folder of the figure's files. */
  readonly figures: string;
  /** Their name, without what follows the last dot. */
  readonly name: string;
}

/** Writes CSV, provenance and figure of a finished run and returns their paths. */
export async function writeOutputs(study: Study, result: StudyResult, places: OutputPlaces): Promise<string[]> {
  const { plan, loaded, overrides } = study;
  const { trials, seconds, rows } = result;
  const training = trainingJobs(plan, study.source).map(({ solver, key, plan: settings }) => ({
    solver,
    key,
    settings,
  }));
  const facts = { trials, blockSeconds: seconds, training, overrides, pairs: evidenceFor(study, result) };
  writeResults(places, { axes: plan.problem.axes, rows }, provenanceOf(loaded, plan, facts));
  const written = [places.csv, places.provenance];
  return rows.length === 0 ? written : [...written, ...(await writeFigure(study, result, places))];
}

/** The paired quantities that the paper's claims ask for; none of a run with changes, on which no claim is judged. */
function evidenceFor({ loaded, plan, custom }: Study, result: StudyResult): Evidence[] {
  const claims = custom ? undefined : loadClaims(loaded.file);
  return claims === undefined ? [] : collectEvidence(claimsAbout(plan.id, claims), result.rows, () => result.samples());
}

/** A grid from the command line may be none that the figure can show: then the CSV has to do. */
async function writeFigure(study: Study, result: StudyResult, { figures, name }: OutputPlaces): Promise<string[]> {
  const { plan, custom } = study;
  const { rows, trials } = result;
  const content = { plan, rows, samples: () => result.samples(), scale: countsOf(study, trials) };
  try {
    const { files, notes } = await drawFigure(content, figures, name);
    for (const note of notes) process.stderr.write(`${note}\n`);
    return [...files];
  } catch (error) {
    if (!custom || !(error instanceof UserError)) throw error;
    process.stderr.write(`${messages.noFigure(error.message)}\n`);
    return [];
  }
}

import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { messages, UserError } from '../messages.ts';
import { collectEvidence } from '../study/claims/collect.ts';
import type { Evidence } from '../study/claims/evidence.ts';
import { judge, type Verdict } from '../study/claims/judge.ts';
import { claimResults } from '../study/claims/results.ts';
import { shownQuantities, shownRows } from '../study/results/comparisons.ts';
import { provenanceOfRun } from '../study/results/finished-run.ts';
import { sealResults, writeResults } from '../study/results/results.ts';
import { shownValues, type TrialValues } from '../study/results/trial-values.ts';
import type { StudyResult } from '../study/run/study-result.ts';
import type { Study } from '../study/study.ts';
import { writeComparisons } from './comparison-outputs.ts';
import { scaleInWords } from './counts.ts';
import { drawFigure } from './figure.ts';
import type { OutputPlaces } from './places.ts';

/** What a finished run wrote, and what it says about the paper's claims. */
export interface Outputs {
  readonly files: readonly string[];
  readonly verdicts: readonly Verdict[];
}

/** Writes CSV, provenance and figure of a finished run and judges the claims that it tests. */
export async function writeOutputs(study: Study, result: StudyResult, places: OutputPlaces): Promise<Outputs> {
  const { claims } = study;
  const shown = shownQuantities(study.plan, result.rows);
  const pairs = collectEvidence(claims, result.rows, () => result.samples(), shown);
  const values = shownValues(study.plan, () => result.samples());
  const content = { axes: study.plan.problem.axes, rows: result.rows, values };
  const provenance = provenanceOfRun(study, result, pairs);
  const tables = writeResults(places, content, provenance);
  removeFigures(places);
  const figure = result.rows.length === 0 ? [] : await writeFigure(study, result, { pairs, values }, places);
  const compared = await writeComparisons(study, result, places);
  const results = claimResults(sealResults(content, provenance));
  return {
    files: [...tables, ...figure, ...compared],
    verdicts: claims.map((claim) => judge(claim, results)),
  };
}

/** Removes figures of earlier results, of all formats: beside newer numbers they would say what is no longer so. */
function removeFigures({ figures, name, own }: OutputPlaces): void {
  for (const ending of own) rmSync(join(figures, `${name}${ending}`), { force: true });
}

/** A grid from the command line may be none that the figure can show: then the CSV has to do. */
async function writeFigure(
  study: Study,
  result: StudyResult,
  { pairs, values }: { pairs: readonly Evidence[]; values: readonly TrialValues[] | undefined },
  { figures, name }: OutputPlaces,
): Promise<string[]> {
  const { plan, custom } = study;
  const { trials } = result;
  const rows = [...result.rows, ...shownRows(plan, result.rows, pairs)];
  const content = { plan, rows, values, scale: scaleInWords(study, trials) };
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

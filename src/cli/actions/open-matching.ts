import { listExperiments, matchExperiments } from '../../study/experiment/catalog.ts';
import { shownPath } from '../../study/experiment/yaml.ts';
import { openStudy, type Request, type Study } from '../../study/study.ts';

/**
 * Opens every experiment that a pattern names: all mistakes come to light before anything runs. `others` are names of other things that
 * a wrong one may have meant.
 */
export async function openMatching(
  patterns: readonly string[],
  request: Request,
  out: string,
  others: readonly string[] = [],
): Promise<Study[]> {
  const listed = listExperiments();
  const studies: Study[] = [];
  for (const experiment of matchExperiments(patterns, listed, others)) {
    const { id, file } = experiment;
    const target = listed.includes(experiment) ? id : shownPath(file);
    studies.push(await openStudy({ file, target }, request, out));
  }
  return studies;
}

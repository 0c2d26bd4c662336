import type { Study } from '../study.ts';
import { runStudy } from './runner.ts';
import type { StudyResult } from './study-result.ts';

/** The state of a study's blocks, counted in so many shares; computes nothing, and merges nothing that it need not. */
export function look(study: Study, shares = 1): Promise<StudyResult> {
  return runStudy(study, { fresh: false, merge: false, shares, onDamaged: () => {}, onProgress: () => {} });
}

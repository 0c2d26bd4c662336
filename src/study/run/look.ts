import type { Study } from '../study.ts';
import { runStudy, type StudyResult } from './runner.ts';

/** The state of a study's blocks; computes nothing. */
export function look(study: Study): Promise<StudyResult> {
  return runStudy(study, { fresh: false, onDamaged: () => {}, onProgress: () => {} });
}

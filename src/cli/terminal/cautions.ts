import type { Study } from '../../study/study.ts';

/** Says on stderr what the user may not have meant with the data of the studies: each file once. */
export function printCautions(studies: readonly Study[]): void {
  const cautions = new Set(studies.flatMap(({ recorded }) => recorded?.caution ?? []));
  for (const caution of cautions) process.stderr.write(`${caution}\n`);
}

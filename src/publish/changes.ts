import { messages } from '../messages.ts';
import type { Changes } from '../study/results/changes.ts';

/** What has changed since results were made, by the id of the experiment. */
export type ChangesById = ReadonlyMap<string, Changes>;

/** Lines that say so: one for each experiment that has changed, one for code and weights, one for what is not known. */
export function changeLines(changes: ChangesById): string[] {
  const ids = (is: (of: Changes) => boolean) => [...changes].filter(([, of]) => is(of)).map(([id]) => id);
  const experiment = ids((of) => of.experiment.length > 0);
  const code = ids((of) => of.experiment.length === 0 && of.code.length + of.weights.length > 0);
  return [
    ...experiment.map((id) => messages.at(id, messages.experimentChanged(changes.get(id)!.experiment))),
    ...(code.length > 0 ? [messages.codeChanged(code, piecesOf(changes, code))] : []),
    ...(['experiment', 'code'] as const).flatMap((what) => {
      const unrecorded = ids((of) => of.unrecorded.includes(what));
      return unrecorded.length > 0 ? [messages.unrecorded(unrecorded, what)] : [];
    }),
  ];
}

/** Lines that say what has changed since times were measured. */
export function timesChangeLines(changes: ChangesById): string[] {
  const experiment = [...changes].filter(([, of]) => of.experiment.length > 0);
  const code = [...changes].filter(([, of]) => of.code.length > 0).map(([id]) => id);
  const unrecorded = [...changes].filter(([, of]) => of.unrecorded.length > 0).map(([id]) => id);
  return [
    ...experiment.map(([id, of]) => messages.at(id, messages.timesChanged(of.experiment))),
    ...(code.length > 0 ? [messages.timedCodeChanged(code, piecesOf(changes, code))] : []),
    ...(unrecorded.length > 0 ? [messages.timesUnrecorded(unrecorded)] : []),
  ];
}

/** Says on stderr what has changed since results were made, and since times were measured. */
export function tellChanges(changes: ChangesById, timesChanges: ChangesById = new Map()): void {
  for (const line of [...changeLines(changes), ...timesChangeLines(timesChanges)]) process.stderr.write(`${line}\n`);
}

function piecesOf(changes: ChangesById, ids: readonly string[]): string[] {
  const pieces = ids.flatMap((id) => {
    const { code, weights } = changes.get(id)!;
    return [...code, ...weights.map((solver) => `weights of ${solver}`)];
  });
  return [...new Set(pieces)];
}

import type { AnyProblem, Recorded, Scaling } from '../../contracts/problem.ts';
import { messages, UserError } from '../../messages.ts';

/** A user's data file, as a worker opens it again. */
export interface RecordedFile {
  readonly path: string;
  readonly sha256: string;
  /** What is done to its channels. */
  readonly scaling?: Scaling;
  readonly caution?: string;
}

/** The file at `path` that was opened as `recorded`. */
export function recordedFile(path: string, { sha256, caution }: Recorded, scaling?: Scaling): RecordedFile {
  return { path, sha256, ...(caution !== undefined && { caution }), ...(scaling && { scaling }) };
}

const opened = new Map<string, Promise<Recorded>>();

/** The data of a user's file, read once a thread. Throws a UserError where it is not what it was when the run began. */
export async function openRecorded(problem: AnyProblem, { path, sha256, scaling }: RecordedFile): Promise<Recorded> {
  const key = JSON.stringify([path, scaling]);
  const known = opened.get(key) ?? problem.open!(path, scaling);
  opened.set(key, known);
  const recorded = await known;
  if (recorded.sha256 !== sha256) throw new UserError(messages.fileChanged(path));
  return recorded;
}

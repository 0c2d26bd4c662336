import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { messages, UserError } from '../messages.ts';
import { bytesOfFile } from './byte-reader.ts';
import type { ArrayInFile } from './dense-array.ts';
import { openMat } from './mat/index.ts';
import { openNpy } from './npy.ts';
import { openNpz } from './npz.ts';

/** A user's file of arrays. */
export interface ArrayFile {
  readonly path: string;
  /** Of all of its bytes. */
  readonly sha256: string;
  readonly arrays: readonly ArrayInFile[];
  /** Names of variables that are no arrays of numbers. */
  readonly others: readonly string[];
  /** The variable that was asked for. */
  readonly variable: string | undefined;
}

/**
 * Opens a `.npy`, `.npz` or `.mat` file, the latter two with a variable where the name goes on with one, as in `channels.mat:HT`.
 * @throws UserError where it cannot be read or is none of these
 */
export async function openArrayFile(name: string): Promise<ArrayFile> {
  const { path, variable } = partsOf(name);
  try {
    const { arrays, others } = await openByName(path);
    return { path, sha256: await sha256Of(path), arrays, others, variable };
  } catch (error) {
    const { code, syscall, message } = error as NodeJS.ErrnoException;
    if (syscall === undefined) throw error;
    throw new UserError(messages.cannotRead(path, code ?? message));
  }
}

/**
 * The array that was asked for by its name, or that alone is of an accepted form.
 * @param form what is accepted, in words
 * @throws UserError that names what the file holds
 */
export function chooseArray(
  { path, arrays, others, variable }: ArrayFile,
  accepted: (array: ArrayInFile) => boolean,
  form: string,
): ArrayInFile {
  if (variable !== undefined) {
    const named = arrays.find(({ name }) => name === variable);
    if (named === undefined)
      throw new UserError(messages.noVariable(path, variable, [...arrays.map(shown), ...others]));
    if (!accepted(named)) throw new UserError(messages.arrayForm(path, shown(named), form));
    return named;
  }
  const fitting = arrays.filter(accepted);
  if (fitting.length === 1) return fitting[0];
  if (fitting.length > 1)
    throw new UserError(
      messages.severalVariables(
        path,
        fitting.map(({ name }) => name),
      ),
    );
  throw new UserError(messages.arrayForm(path, arrays.map(shown).join(', ') || others.join(', ') || 'nothing', form));
}

/** `HT (100 x 2048)` */
function shown({ name, shape, complex }: ArrayInFile): string {
  const form = `(${shape.join(', ')}), ${complex ? 'complex' : 'real'}`;
  return name === '' ? `an array of shape ${form}` : `"${name}" of shape ${form}`;
}

async function openByName(path: string): Promise<Pick<ArrayFile, 'arrays' | 'others'>> {
  if (/\.mat$/i.test(path)) return openMat(path);
  if (/\.npz$/i.test(path)) return { arrays: await openNpz(path), others: [] };
  return { arrays: [await openNpy(await bytesOfFile(path), path)], others: [] };
}

function partsOf(name: string): { path: string; variable: string | undefined } {
  const [, path, variable] = /^(.+\.(?:mat|npz)):([^:/\\]+)$/i.exec(name) ?? [];
  return path === undefined || existsSync(name) ? { path: name, variable: undefined } : { path, variable };
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

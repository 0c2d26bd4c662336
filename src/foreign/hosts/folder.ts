// The process behind "folder:<command>": `node folder.js <command>`. Calls come in through standard input and answers go out through
// standard output, as to a program of "exec:"; for each call the command runs once, with its arrays in a folder of files.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openArrayFile } from '../../arrays/array-file.ts';
import type { ArrayInFile } from '../../arrays/dense-array.ts';
import { type MatVariable, mat5 } from '../../arrays/mat/mat5-writer.ts';
import type { ArrayHeader, Header, Message } from '../message.ts';
import { endWithParent } from './end-with-parent.ts';
import { Pipes } from './pipes.ts';

/** A call, as far as it is written to files. */
interface Call extends Header {
  readonly step: string;
  readonly numbers: Readonly<Record<string, number | readonly number[]>>;
  readonly parameters: Readonly<Record<string, number | string | boolean>>;
  readonly wanted: readonly (ArrayHeader & { readonly optional: boolean })[];
}

const command = process.argv[2];
endWithParent();
const pipes = new Pipes(0, 1);
for (let call = pipes.read(); call !== undefined; call = pipes.read()) pipes.write(await answer(call));
process.exit();

async function answer({ header, values }: Message): Promise<Message> {
  const folder = mkdtempSync(join(tmpdir(), 'reproduce-call-'));
  try {
    const call = header as unknown as Call;
    writeFileSync(join(folder, 'in.mat'), mat5([...arraysOf(call, values), ...settingsOf(call)]));
    const environment = { ...process.env, REPRODUCE_FOLDER: folder };
    const { status, signal } = spawnSync('/bin/sh', ['-c', command], { stdio: ['ignore', 2, 2], env: environment });
    if (status !== 0) return failed(`its command ended with ${signal ?? `exit code ${status}`}`);
    return await answerIn(folder, call);
  } catch (error) {
    return failed((error as Error).message);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function failed(error: string): Message {
  return { header: { error }, values: [] };
}

function arraysOf({ arrays = [] }: Call, values: readonly Float64Array[]): MatVariable[] {
  return arrays.map(({ name, type, shape }, i) => ({ name, shape, complex: type === 'complex128', values: values[i] }));
}

/** Scalars, rows and texts by name; a parameter of the user's takes no name of ours. */
function settingsOf({ step, numbers, parameters, arrays = [] }: Call): MatVariable[] {
  const given = { ...numbers, step };
  const taken = Object.keys(parameters).find((name) => name in given || arrays.some((array) => array.name === name));
  if (taken !== undefined) throw new Error(`"${taken}" is what it is given; a parameter has another name`);
  return Object.entries({ ...parameters, ...given }).map(([name, value]) => {
    if (typeof value === 'string') return { name, text: value };
    const row = [value].flat().map(Number);
    return { name, shape: [1, row.length], complex: false, values: Float64Array.from(row) };
  });
}

/** What the command left of what is wanted: variables of out.mat, or a .npy file each. */
async function answerIn(folder: string, { wanted }: Call): Promise<Message> {
  const variables = existsSync(join(folder, 'out.mat')) ? (await openArrayFile(join(folder, 'out.mat'))).arrays : [];
  const arrays: ArrayHeader[] = [];
  const values: Float64Array[] = [];
  for (const { name, type, shape, optional } of wanted) {
    const found = variables.find((variable) => variable.name === name) ?? (await npy(join(folder, `${name}.npy`)));
    if (found === undefined && optional) continue;
    if (found === undefined) throw new Error(`it left no "${name}" in out.mat and no ${name}.npy in $REPRODUCE_FOLDER`);
    const { values: read } = await found.read('float64');
    const isReal = type === 'complex128' && !found.complex;
    arrays.push({
      name,
      type: found.complex || isReal ? 'complex128' : 'float64',
      shape: withoutOnes(found.shape) === withoutOnes(shape) ? shape : found.shape,
    });
    values.push(isReal ? complexOf(read) : Float64Array.from(read));
  }
  return { header: { arrays }, values };
}

async function npy(path: string): Promise<ArrayInFile | undefined> {
  return existsSync(path) ? (await openArrayFile(path)).arrays[0] : undefined;
}

/** MATLAB keeps no axes of length 1 at the end, and at least two in all. */
function withoutOnes(shape: readonly number[]): string {
  return shape.join(' ').replace(/( 1)+$/, '');
}

function complexOf(real: ArrayLike<number>): Float64Array {
  return Float64Array.from({ length: 2 * real.length }, (_, i) => (i % 2 === 0 ? real[i / 2] : 0));
}

/*
 * The binary form of WebAssembly modules, as far as the engine writes them: integers of variable length, sections, and modules
 * whose functions take 32-bit addresses and give nothing back.
 */

export type Bytes = readonly number[];

/** An unsigned integer in LEB128. */
export function unsigned(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  do {
    const low = rest & 0x7f;
    rest >>>= 7;
    bytes.push(rest === 0 ? low : low | 0x80);
  } while (rest !== 0);
  return bytes;
}

/** A signed 32-bit integer in LEB128. */
export function signed(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (;;) {
    const low = rest & 0x7f;
    rest >>= 7;
    const ended = (rest === 0 && (low & 0x40) === 0) || (rest === -1 && (low & 0x40) !== 0);
    bytes.push(ended ? low : low | 0x80);
    if (ended) return bytes;
  }
}

/** A function: how many addresses it takes, and its body with the declarations of its locals. */
export interface FunctionCode {
  readonly parameters: number;
  readonly body: Bytes;
}

/** A function of another module: its name there, and how many addresses it takes. */
export interface Import {
  readonly name: string;
  readonly parameters: number;
}

/** Where imports come from, and what the last function is exported as. */
export const names = { imports: 'engine', memory: 'memory', run: 'run' } as const;

/** A module on the memory of the engine, with its imported functions first, then `functions`, of which the last is exported. */
export function moduleOf(imports: readonly Import[], functions: readonly FunctionCode[]): Uint8Array {
  const counts = [...new Set([...imports, ...functions].map(({ parameters }) => parameters))];
  const typeOf = ({ parameters }: { readonly parameters: number }) => unsigned(counts.indexOf(parameters));
  const types = counts.map((count) => [0x60, ...unsigned(count), ...Array(count).fill(i32), 0]);
  const memory = [...text(names.imports), ...text(names.memory), 2, 0, 1];
  const imported = imports.map((each) => [...text(names.imports), ...text(each.name), 0, ...typeOf(each)]);
  const last = imports.length + functions.length - 1;
  return Uint8Array.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, types),
    ...section(2, [memory, ...imported]),
    ...section(3, functions.map(typeOf)),
    ...section(7, [[...text(names.run), 0, ...unsigned(last)]]),
    ...section(
      10,
      functions.map(({ body }) => [...unsigned(body.length), ...body]),
    ),
  ]);
}

/** Types of values. */
export const i32 = 0x7f;
export const v128 = 0x7b;

function section(id: number, entries: readonly Bytes[]): number[] {
  const content = [...unsigned(entries.length), ...entries.flat()];
  return [id, ...unsigned(content.length), ...content];
}

function text(name: string): number[] {
  const bytes = [...Buffer.from(name)];
  return [...unsigned(bytes.length), ...bytes];
}

import type { ArrayHeader, Header, Message } from '../message.ts';

/** Functions that a solver of the problem has, by name. */
export type Steps = Readonly<Record<string, { readonly inputs: readonly string[]; readonly output: string }>>;

/** A file of the user's, loaded. */
export interface Opened {
  readonly functions: Readonly<Record<string, (given: unknown) => unknown>>;
  readonly said: Readonly<Record<string, unknown>>;
}

/** An array that is wanted back. */
interface WantedHeader extends ArrayHeader {
  readonly axes: readonly string[];
  readonly optional: boolean;
}

/**
 * What a module says: an object as default export, with the functions among its members; one function as default export; or exports of these
 * names. Throws an Error that says what is missing.
 */
export function openModule(module: Readonly<Record<string, unknown>>, steps: Steps): Opened {
  const names = Object.keys(steps);
  const exported = module.default;
  const isBare = typeof exported === 'function' && names.length === 1;
  const said = (typeof exported === 'object' && exported !== null ? exported : module) as Record<string, unknown>;
  const functions = Object.fromEntries(
    names.map((step) => {
      const found = isBare ? exported : said[step];
      if (typeof found !== 'function') throw new Error(missing(step, steps));
      return [step, (given: unknown) => (found as (given: unknown) => unknown).call(said, given)] as const;
    }),
  );
  return { functions, said };
}

function missing(step: string, steps: Steps): string {
  const forms = Object.entries(steps).map(
    ([name, { inputs, output }]) => `${name}({ ${inputs.join(', ')} }) { return ${output}; }`,
  );
  return `it has no function ${step}; accepted: export default { ${forms.join(', ')} }, with name, parameters, reports and files where wanted`;
}

export function greetingOf({ said: { name, parameters, reports, files } }: Opened): Header {
  return { name, parameters, reports, files };
}

/** Calls the function that is asked for once a trial, and answers when all are solved, or with the first error. */
export async function answerCall(
  { functions }: Opened,
  { header, values }: Message,
  answer: (message: Message) => void,
  textOf: (error: unknown) => string,
): Promise<void> {
  const { step, trials } = header as unknown as { step: string; trials: number };
  const wanted = header.wanted as readonly WantedHeader[];
  const results = new Results(wanted, trials, header.iterates === true);
  const trialOf = trialsOf(header, values);
  answer({ header: { solved: 0 }, values: [] });
  for (let trial = 0; trial < trials; trial++) {
    try {
      results.add(await functions[step](trialOf(trial)), trial);
    } catch (error) {
      answer({ header: { error: textOf(error), trial }, values: [] });
      return;
    }
    answer({ header: { solved: trial + 1 }, values: [] });
  }
  answer(results.message());
}

/** What the function is given for a trial: every array as nested lists, the first also flat, and all numbers. */
function trialsOf({ arrays = [], numbers, parameters }: Header, values: readonly Float64Array[]) {
  const shared: Record<string, unknown> = { ...(numbers as object), parameters };
  const own: ((trial: number, given: Record<string, unknown>) => void)[] = [];
  for (const [i, array] of arrays.entries()) {
    const sizes = array.perTrial ? array.shape.slice(1) : array.shape;
    const isComplex = array.type === 'complex128';
    if (!array.perTrial) {
      shared[array.name] = nested(values[i], sizes, isComplex);
      continue;
    }
    const length = values[i].length / array.shape[0];
    own.push((trial, given) => {
      const flat = values[i].slice(trial * length, (trial + 1) * length);
      given[array.name] = nested(flat, sizes, isComplex);
      given.flat ??= flat;
    });
  }
  return (trial: number) => {
    const given = { ...shared };
    for (const add of own) add(trial, given);
    return given;
  };
}

/** An array as nested lists; a complex entry is [re, im]. */
function nested(flat: Float64Array, sizes: readonly number[], isComplex: boolean, first = 0): unknown {
  const [size, ...inner] = sizes;
  if (size === undefined) return isComplex ? [flat[2 * first], flat[2 * first + 1]] : flat[first];
  const step = inner.reduce((product, each) => product * each, 1);
  return Array.from({ length: size }, (_, i) => nested(flat, inner, isComplex, first + i * step));
}

/** What the trials of a call gave, read into the arrays that are wanted. */
class Results {
  readonly #wanted: readonly WantedHeader[];
  readonly #iterates: boolean;
  readonly #trials: number;
  /** For each wanted array, that of every iterate. */
  #arrays: (Float64Array[] | undefined)[] = [];
  #count = 1;

  constructor(wanted: readonly WantedHeader[], trials: number, iterates: boolean) {
    this.#wanted = wanted;
    this.#trials = trials;
    this.#iterates = iterates;
  }

  add(returned: unknown, trial: number): void {
    const iterates = this.#iterates ? this.#listOf(returned, trial) : [returned];
    if (trial === 0) {
      this.#count = iterates.length;
      const present = partsOf(iterates[0], this.#wanted);
      this.#arrays = this.#wanted.map((array, i) => {
        if (array.optional && present[i] === undefined) return undefined;
        return Array.from({ length: this.#count }, () => new Float64Array(this.#trials * perTrial(array)));
      });
    }
    iterates.forEach((iterate, k) => {
      const parts = partsOf(iterate, this.#wanted);
      this.#wanted.forEach((array, i) => {
        const to = this.#arrays[i]?.[k];
        if (to === undefined) return;
        const numbers = read(parts[i], array);
        if (numbers === undefined) throw new Error(`it returned no ${accepted(this.#wanted)}`);
        to.set(numbers, trial * perTrial(array));
      });
    });
  }

  #listOf(returned: unknown, trial: number): unknown[] {
    const { name } = this.#wanted[0];
    if (Array.isArray(returned) && returned.length > 0 && (trial === 0 || returned.length === this.#count))
      return returned;
    throw new Error(
      `it returned no array of ${trial === 0 ? `one ${name} or more` : `${this.#count} ${name}, as for the trials before`}`,
    );
  }

  message(): Message {
    const present = this.#wanted.flatMap((array, i) => {
      const parts = this.#arrays[i];
      return parts === undefined ? [] : [{ array, parts }];
    });
    const arrays = present.map(({ array: { name, type, shape } }) => {
      return { name, type, shape: this.#iterates ? [this.#count, ...shape] : shape };
    });
    const header = { ...(this.#iterates && { iterates: this.#count }), arrays };
    return { header, values: present.flatMap(({ parts }) => parts) };
  }
}

/** The arrays in what was returned: it itself, or its members where several are wanted. */
function partsOf(returned: unknown, wanted: readonly WantedHeader[]): unknown[] {
  const isObject = typeof returned === 'object' && returned !== null && wanted[0].name in returned;
  if (isObject) return wanted.map(({ name }) => (returned as Record<string, unknown>)[name]);
  return wanted.map((_, i) => (i === 0 ? returned : undefined));
}

/** `V[k][m][d] = [re, im] of K = 4, M = 8, d = 2, nor 128 numbers`. */
function accepted(wanted: readonly WantedHeader[]): string {
  return wanted
    .map((array) => {
      const sizes = array.axes.map((symbol, axis) => `${symbol} = ${array.shape[axis + 1]}`).join(', ');
      const entry = array.type === 'complex128' ? '[re, im]' : 'number';
      const indices = array.axes.map((symbol) => `[${symbol.toLowerCase()}]`).join('');
      return `${array.name}${indices} = ${entry} of ${sizes}, nor ${perTrial(array)} numbers`;
    })
    .join(', nor with ');
}

function perTrial({ shape, type }: WantedHeader): number {
  return shape.slice(1).reduce((product, length) => product * length, type === 'complex128' ? 2 : 1);
}

/** The numbers of an array that is nested or flat; undefined where it is neither. */
function read(returned: unknown, { shape, type }: WantedHeader): Float64Array | undefined {
  const sizes = type === 'complex128' ? [...shape.slice(1), 2] : shape.slice(1);
  const length = sizes.reduce((product, size) => product * size, 1);
  const numbers = new Float64Array(length);
  if (isList(returned) && returned.length === length && typeof returned[0] === 'number') {
    for (let i = 0; i < length; i++) {
      if (typeof returned[i] !== 'number') return undefined;
      numbers[i] = returned[i] as number;
    }
    return numbers;
  }
  return fill(numbers, returned, sizes, 0) ? numbers : undefined;
}

function fill(to: Float64Array, from: unknown, [size, ...inner]: readonly number[], first: number): boolean {
  if (size === undefined) {
    if (typeof from !== 'number' && typeof from !== 'boolean') return false;
    to[first] = Number(from);
    return true;
  }
  if (!isList(from) || from.length !== size) return false;
  const step = inner.reduce((product, each) => product * each, 1);
  for (let i = 0; i < size; i++) if (!fill(to, from[i], inner, first + i * step)) return false;
  return true;
}

function isList(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || ArrayBuffer.isView(value);
}

import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { isAbsolute, relative } from 'node:path';
import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, type Pair, Parser, parseDocument, visit } from 'yaml';
import type { z } from 'zod';
import { messages, UserError } from '../../messages.ts';
import { complaints } from './issues.ts';

/** A YAML file, validated. */
export interface YamlFile<T> {
  readonly value: T;
  readonly file: string;
  /** SHA-256 of the file's bytes. */
  readonly sha256: string;
  /** `file:line:column` of the value at `path`, or of its nearest ancestor that is written out. */
  locate(path: readonly PropertyKey[]): string;
}

const maxBytes = 256 * 1024;
const maxAliases = 100;
const maxDepth = 64;

/**
 * Reads a YAML file against its schema. Throws one UserError with a line `file:line:column: what; accepted` for every mistake,
 * also for files that are too large, doubly keyed, or grow without bound through aliases.
 */
export function readYaml<S extends z.ZodType>(file: string, schema: S): YamlFile<z.output<S>> {
  const document = new Located(file, readSource(file));
  const value = document.value();
  const parsed = schema.safeParse(value);
  if (!parsed.success) {
    const lines = complaints(parsed.error, value, schema).map(({ path, at, text }) =>
      messages.at(document.locate(path, at), text),
    );
    throw new UserError(lines.join('\n'));
  }
  return {
    value: parsed.data,
    file,
    sha256: createHash('sha256').update(document.source).digest('hex'),
    locate: (path) => document.locate(path, 'value'),
  };
}

/**
 * Some keys of the mapping in a YAML file, found by their lines and read without the rest of the file: a listing of many files
 * must be quick. Throws a UserError for a file that cannot be read, and for such lines that are no YAML.
 */
export function readTopLevel(file: string, keys: readonly string[]): Record<string, unknown> {
  const lines = new RegExp(`^(?:${keys.join('|')}):.*(?:\\r?\\n(?:[ \\t].*)?)*`, 'gm');
  const found = readSource(file).match(lines) ?? [];
  return { ...(new Located(file, found.join('\n')).value() as object | null) };
}

/** The path as it is shortest to read: relative where it is below the working folder. */
export function shownPath(file: string): string {
  const short = relative(process.cwd(), file);
  return short.startsWith('..') || isAbsolute(short) ? file : short;
}

function readSource(file: string): string {
  try {
    const { size } = statSync(file);
    if (size > maxBytes) throw new UserError(messages.at(shownPath(file), messages.fileTooLarge(size, maxBytes)));
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(messages.cannotRead(shownPath(file), (error as NodeJS.ErrnoException).code ?? String(error)));
  }
}

interface Token {
  readonly value?: unknown;
  readonly items?: readonly Token[];
  readonly key?: unknown;
}

/** Whether lists and mappings are nested too deeply. Where few characters could begin one, the source need not be parsed for it. */
function isTooDeep(source: string): boolean {
  const beginnings = source.match(/[[{:?-]/g)?.length ?? 0;
  return beginnings > maxDepth / 2 && nesting(source) > maxDepth;
}

/** How deeply lists and mappings are nested, found without recursion: the parser proper runs out of stack on hostile files. */
function nesting(source: string): number {
  let deepest = 0;
  for (const token of new Parser().parse(source)) {
    const pending: [unknown, number][] = [[token, 0]];
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      const [node, depth] = next;
      if (typeof node !== 'object' || node === null) continue;
      deepest = Math.max(deepest, depth);
      const { value, items = [] } = node as Token;
      for (const child of [value, ...items.flatMap((item) => [item.key, item.value])]) pending.push([child, depth + 1]);
    }
  }
  return deepest;
}

/** A parsed document that knows where everything in it stands. */
class Located {
  readonly source: string;
  readonly #file: string;
  readonly #lines = new LineCounter();
  readonly #document: ReturnType<typeof parseDocument>;

  constructor(file: string, source: string) {
    this.#file = file;
    this.source = source;
    if (isTooDeep(this.source)) throw new UserError(messages.at(shownPath(file), messages.nestedTooDeeply(maxDepth)));
    this.#document = parseDocument(this.source, { lineCounter: this.#lines, prettyErrors: false, strict: true });
    const { errors, warnings } = this.#document;
    const wrong = [...errors, ...warnings].map(({ pos, message }) =>
      messages.at(this.#place(pos[0]), firstLine(message)),
    );
    if (wrong.length === 0) wrong.push(...this.#impossibleKeys(), ...this.#cycles());
    if (wrong.length > 0) throw new UserError(wrong.join('\n'));
  }

  /** A complaint about every key that is no plain text, or would become the prototype of its mapping. */
  #impossibleKeys(): string[] {
    const found: string[] = [];
    visit(this.#document, {
      Pair: (_, { key }) => {
        if (isScalar(key) && key.value !== '__proto__') return;
        found.push(
          messages.at(this.#place((key as Node | null)?.range?.[0] ?? 0), messages.impossibleKey(String(key))),
        );
      },
    });
    return found;
  }

  /** A complaint about every alias of a list or mapping that it stands in. */
  #cycles(): string[] {
    const found: string[] = [];
    visit(this.#document, {
      Alias: (_, alias, ancestors) => {
        const anchored = alias.resolve(this.#document);
        if (anchored === undefined || !ancestors.includes(anchored)) return;
        found.push(messages.at(this.#place(alias.range?.[0] ?? 0), messages.containsItself(alias.source)));
      },
    });
    return found;
  }

  /** The plain value of the document. */
  value(): unknown {
    try {
      return this.#document.toJS({ maxAliasCount: maxAliases });
    } catch (error) {
      if (error instanceof ReferenceError)
        throw new UserError(messages.at(shownPath(this.#file), firstLine(error.message)));
      throw error;
    }
  }

  locate(path: readonly PropertyKey[], at: 'key' | 'value'): string {
    let node = this.#document.contents as Node | null;
    let offset = node?.range?.[0] ?? 0;
    for (const [depth, key] of path.entries()) {
      const pair = child(this.#resolve(node), key);
      if (pair === undefined) break;
      node = pair.value;
      const target = at === 'key' && depth === path.length - 1 ? pair.key : (pair.value ?? pair.key);
      offset = target?.range?.[0] ?? offset;
    }
    return this.#place(offset);
  }

  #resolve(node: Node | null): Node | null {
    return isAlias(node) ? (node.resolve(this.#document) ?? null) : node;
  }

  #place(offset: number): string {
    const { line, col } = this.#lines.linePos(offset);
    return `${shownPath(this.#file)}:${line}:${col}`;
  }
}

/** The key and value nodes of one member of a mapping or list. */
function child(node: Node | null, key: PropertyKey): { key: Node | null; value: Node | null } | undefined {
  if (isSeq(node)) {
    const value = node.items[Number(key)] as Node | undefined;
    return value && { key: value, value };
  }
  if (!isMap(node)) return undefined;
  const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === key) as
    | Pair<Node, Node>
    | undefined;
  return pair && { key: pair.key, value: pair.value };
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0];
}

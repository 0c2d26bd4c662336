import type { z } from 'zod';
import { messages } from '../../messages.ts';

type Schema = z.core.$ZodType;
type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/** One thing that is wrong with a value, in words for the person who wrote it. */
export interface Complaint {
  /** Where in the value. */
  readonly path: Path;
  /** Whether the key at `path` is wrong, or the value under it. */
  readonly at: 'key' | 'value';
  readonly text: string;
}

/**
 * What `schema` found wrong with `input`, one complaint a mistake. A rule that ties the members of a mapping together is left
 * out where one of them is wrong by itself.
 */
export function complaints(error: z.core.$ZodError, input: unknown, schema: Schema): Complaint[] {
  const single = error.issues.filter(({ code }) => code !== 'custom');
  return error.issues
    .filter((issue) => issue.code !== 'custom' || !single.some(({ path }) => isBelow(path, issue.path.slice(0, -1))))
    .flatMap((issue) => complain(issue, issue.path, input, schema));
}

function isBelow(path: Path, ancestor: Path): boolean {
  return ancestor.every((key, i) => path[i] === key);
}

function complain(issue: Issue, path: Path, input: unknown, schema: Schema): Complaint[] {
  if (issue.code === 'unrecognized_keys') {
    const accepted = keysAt(schema, path, input);
    return issue.keys.map((key) => ({
      path: [...path, key],
      at: 'key',
      text: messages.unknownName('key', key, accepted),
    }));
  }
  if (issue.code === 'invalid_union') {
    const inner = deepest(issue.errors);
    if (inner !== undefined) return inner.flatMap((each) => complain(each, [...path, ...each.path], input, schema));
  }
  const value = valueAt(input, path);
  const name = nameOf(path);
  if (path.length === 0 && issue.code === 'custom') return [{ path, at: 'value', text: issue.message }];
  const accepted = issue.code === 'custom' ? issue.message : `accepted: ${acceptedBy(issue)}`;
  if (value === undefined) return [{ path: path.slice(0, -1), at: 'value', text: messages.missing(name, accepted) }];
  return [{ path, at: 'value', text: messages.badValue(name, value, accepted) }];
}

/** Of the ways in which the members of a union were missed, the one that went furthest into the value, if any entered it. */
function deepest(errors: readonly Issue[][]): Issue[] | undefined {
  const depth = (issues: readonly Issue[]) =>
    Math.max(0, ...issues.map((issue) => issue.path.length + (issue.code === 'unrecognized_keys' ? 1 : 0)));
  const best = [...errors].sort((a, b) => depth(b) - depth(a))[0];
  return best !== undefined && depth(best) > 0 ? best : undefined;
}

const typeNames: Readonly<Record<string, string>> = {
  number: 'a number',
  int: 'a whole number',
  string: 'text',
  boolean: 'true or false',
  array: 'a list',
  tuple: 'a list',
  object: 'a mapping',
  record: 'a mapping',
  null: 'null',
};

const quantities: Readonly<Record<string, string>> = { string: 'characters', array: 'items' };

function acceptedBy(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return typeNames[issue.expected] ?? issue.expected;
    case 'invalid_value':
      return list(issue.values.map((value) => JSON.stringify(value)));
    case 'too_small':
      return `${issue.inclusive ? 'at least' : 'more than'} ${issue.minimum}${quantity(issue.origin)}`;
    case 'too_big':
      return `${issue.inclusive ? 'at most' : 'less than'} ${issue.maximum}${quantity(issue.origin)}`;
    case 'not_multiple_of':
      return `a multiple of ${issue.divisor}`;
    case 'invalid_union':
      if ('options' in issue && Array.isArray(issue.options))
        return list(issue.options.map((option) => JSON.stringify(option)));
      return list([...new Set(issue.errors.flat().map(acceptedBy))]);
    default:
      return issue.message;
  }
}

function quantity(origin: string): string {
  return quantities[origin] === undefined ? '' : ` ${quantities[origin]}`;
}

function list(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}

/** `solvers[2].label`: the path as one would write it; the nearest key is what a reader looks for. */
function nameOf(path: Path): string {
  return path.map((key, i) => (typeof key === 'number' ? `[${key}]` : `${i === 0 ? '' : '.'}${String(key)}`)).join('');
}

function valueAt(input: unknown, path: Path): unknown {
  return path.reduce((value, key) => (value as Record<PropertyKey, unknown> | null | undefined)?.[key], input);
}

/** Keys that the schema knows at `path` of `value`. */
function keysAt(schema: Schema, path: Path, value: unknown): string[] {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  const [key, ...rest] = path;
  const inside = valueAt(value, path.slice(0, 1));
  switch (def.type) {
    case 'object':
      if (path.length === 0) return Object.keys(def.shape);
      return Object.hasOwn(def.shape, key) ? keysAt(def.shape[key as string], rest, inside) : [];
    case 'array':
      return keysAt(def.element, rest, inside);
    case 'tuple':
      return keysAt(def.items[key as number], rest, inside);
    case 'record':
      return path.length === 0 ? [] : keysAt(def.valueType, rest, inside);
    case 'union':
      return [...new Set(membersFor(def, value).flatMap((member) => keysAt(member, path, value)))];
    case 'optional':
    case 'default':
    case 'prefault':
    case 'nullable':
    case 'readonly':
      return keysAt(def.innerType, path, value);
    case 'pipe':
      return keysAt(def.in, path, value);
    default:
      return [];
  }
}

/** The members of a union that the value can mean: of one told apart by a key, those that have the value's. */
function membersFor(def: z.core.$ZodUnionDef & { discriminator?: string }, value: unknown): readonly Schema[] {
  const { discriminator, options } = def;
  if (discriminator === undefined) return options;
  const given = valueAt(value, [discriminator]) as z.core.util.Primitive;
  return options.filter((option) => option._zod.propValues?.[discriminator]?.has(given));
}

import { z } from 'zod';
import type { Parameters } from '../contracts/problem.ts';

type Value = number | string | boolean;

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what a name must not hold.
const plainName = /^(?=.*\S)[^\u0000-\u001f\u007f-\u009f\u2028\u2029]{1,100}$/;

const value = z.union([z.number(), z.string().max(1000), z.boolean()]);

/** What a solver's file says of itself. */
export const declaration = z.object({
  /** How it wants to be called. */
  name: z
    .string({ error: 'accepted as name: a text' })
    .regex(plainName, 'accepted as name: a text of at most 100 characters on one line')
    .optional(),
  /** Its own parameters: names and defaults. */
  parameters: z
    .record(z.string(), value, { error: 'accepted as parameters: names with a number, text or boolean each' })
    .default({}),
  reports: z
    .enum(['every iteration', 'final'], { error: 'accepted as reports: "final" or "every iteration"' })
    .default('final'),
  /** Paths of files that it reads, from its own folder. */
  files: z.array(z.string().min(1), { error: 'accepted as files: a list of paths, relative to it' }).default([]),
  /** Other modules of the user's that it has loaded, where its language tells: absolute paths. */
  modules: z.array(z.string()).default([]),
  /** Versions of what it runs on, where they change its numbers. */
  environment: z.array(z.string()).default([]),
});

export type Declaration = z.output<typeof declaration>;

/** What a program is that says nothing of itself. */
export const silent: Declaration = declaration.parse({});

/** Parameters of the types of their defaults. */
export function parametersOf(defaults: Declaration['parameters']): z.ZodType<Parameters> {
  return z.strictObject(
    Object.fromEntries(
      Object.entries(defaults).map(([key, each]) => [key, member(each).describe('A parameter of your own.')]),
    ),
  );
}

/** Whatever parameters the command line gives. */
export const anyParameters: z.ZodType<Parameters> = z.record(z.string(), value);

function member(of: Value) {
  if (typeof of === 'number') return z.number().default(of);
  return typeof of === 'string' ? z.string().default(of) : z.boolean().default(of);
}

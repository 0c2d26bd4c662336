import { z } from 'zod';
import { messages, UserError } from '../messages.ts';
import type { Parameters } from './problem.ts';

/** What a module of the user's own says of its solver, whatever the problem. */
export interface OwnModule {
  /** Parameters of the types of their defaults. */
  readonly parameters: z.ZodType<Parameters>;
  readonly reports: 'every iteration' | 'final';
  /** Calls its `solve`. */
  solve(trial: unknown): unknown;
}

const form = z.object({
  parameters: z.record(z.string(), z.union([z.number(), z.string(), z.boolean()])).default({}),
  reports: z.enum(['every iteration', 'final']).default('final'),
  solve: z.custom<OwnModule['solve']>((value) => typeof value === 'function'),
});

/**
 * Reads how a module that is exported as default solves: `solve`, and where wanted `parameters` (names and defaults) and `reports`.
 * @param signature of `solve`, for the message
 * @throws Error that says what the module lacks
 */
export function readOwnModule(exported: unknown, signature: string): OwnModule {
  const own = form.safeParse(exported);
  if (!own.success) throw new Error(messages.ownSolverForm(own.error.issues[0].path.join('.'), signature));
  const { solve, parameters, reports } = own.data;
  return {
    parameters: schemaOf(parameters),
    reports,
    solve: (trial) => solve.call(exported, trial),
  };
}

function schemaOf(defaults: Readonly<Record<string, number | string | boolean>>): z.ZodType<Parameters> {
  const member = (value: number | string | boolean) => {
    if (typeof value === 'number') return z.number().default(value);
    return typeof value === 'string' ? z.string().default(value) : z.boolean().default(value);
  };
  return z.strictObject(
    Object.fromEntries(
      Object.entries(defaults).map(([key, value]) => [key, member(value).describe('A parameter of your own.')]),
    ),
  );
}

/** What a module says of itself, whatever it is for. */
export interface Declaration {
  /** How it wants to be called. */
  readonly name?: string;
  /** Paths of files that it reads, from its own folder. */
  readonly files: readonly string[];
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what a name must not hold.
const name = z.string().regex(/^(?=.*\S)[^\u0000-\u001f\u007f-\u009f\u2028\u2029]{1,100}$/);

/**
 * Reads `name` and `files` of what the module at `path` exports as default.
 * @throws UserError where they are of another form
 */
export function readDeclaration(path: string, exported: unknown): Declaration {
  const { name: called, files = [] } = (exported ?? {}) as { name?: unknown; files?: unknown };
  if (called !== undefined && !name.safeParse(called).success) throw new UserError(messages.ownName(path));
  const listed = z.array(z.string().min(1)).safeParse(files);
  if (!listed.success) throw new UserError(messages.ownFiles(path));
  return { ...(called !== undefined && { name: called as string }), files: listed.data };
}

import { z } from 'zod';
import { messages } from '../messages.ts';
import type { Parameters } from './problem.ts';

/** What a module of the user's own says of its solver, whatever the problem. */
export interface OwnModule {
  readonly name: string;
  /** Parameters of the types of their defaults. */
  readonly parameters: z.ZodType<Parameters>;
  readonly reports: 'every iteration' | 'final';
  /** Calls its `solve`. */
  solve(trial: unknown): unknown;
}

const form = z.object({
  name: z.string().min(1).optional(),
  parameters: z.record(z.string(), z.union([z.number(), z.string(), z.boolean()])).default({}),
  reports: z.enum(['every iteration', 'final']).default('final'),
  solve: z.custom<OwnModule['solve']>((value) => typeof value === 'function'),
});

/**
 * Reads what a module exports as default: `solve`, and where wanted `name`, `parameters` (names and defaults) and `reports`.
 * @param name of the solver, unless the module says another
 * @param signature of `solve`, for the message
 * @throws Error that says what the module lacks
 */
export function readOwnModule(name: string, exported: unknown, signature: string): OwnModule {
  const own = form.safeParse(exported);
  if (!own.success) throw new Error(messages.ownSolverForm(own.error.issues[0].path.join('.'), signature));
  const { solve, parameters, reports } = own.data;
  return {
    name: own.data.name ?? name,
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

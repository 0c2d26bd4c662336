import { z } from 'zod';
import { messages } from '../messages.ts';

/**
 * Priorities as text: one for all users, "1", or one for each, "1 2 0.5 1" (commas will do). Written back with single blanks,
 * and as one number where all users are equal.
 */
export const priorities = z
  .union([z.string(), z.number()])
  .transform((written, context) => {
    const values = String(written)
      .split(/[\s,]+/)
      .filter((text) => text !== '')
      .map(Number);
    if (values.length > 0 && values.every((value) => value > 0 && Number.isFinite(value))) {
      return (new Set(values).size === 1 ? values.slice(0, 1) : values).join(' ');
    }
    context.issues.push({ code: 'custom', message: messages.badPriorities(), input: written });
    return z.NEVER;
  })
  .describe('Priorities alpha of the users: one number for all, as in "1", or one for each, as in "1 2 0.5 1".');

/** The values of a canonical text of priorities: one, or one for each user. */
export function parsePriorities(alpha: string): number[] {
  return alpha.split(' ').map(Number);
}

/** The priority of each of K users. */
export function prioritiesOf(alpha: string, K: number): Float64Array {
  const values = parsePriorities(alpha);
  return Float64Array.from({ length: K }, (_, k) => values[k] ?? values[0]);
}

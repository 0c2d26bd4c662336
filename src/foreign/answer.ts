import type { Returned, Wanted } from '../contracts/foreign.ts';
import { SolutionError } from '../contracts/problem.ts';
import type { TrialRange } from '../contracts/scenario.ts';
import { messages } from '../messages.ts';
import type { ArrayHeader, Header, Message } from './message.ts';

/** More iterates than any method reports. */
const mostIterates = 100_000;

/** Throws an Error for an answer whose arrays are not those that are wanted. */
export function requireWanted(header: Header, part: TrialRange, wanted: readonly Wanted[], iterates: boolean): void {
  if (typeof header.solved === 'number' || typeof header.error === 'string') return;
  const { arrays = [] } = header;
  const count = iterates ? header.iterates : undefined;
  if (iterates && !(Number.isInteger(count) && (count as number) >= 1 && (count as number) <= mostIterates)) {
    throw new Error(messages.foreignIterateCount(wanted[0].name));
  }
  for (const array of wanted) {
    const shape = [
      ...(count === undefined ? [] : [count as number]),
      part.count,
      ...array.axes.map(([, length]) => length),
    ];
    const found = arrays.find(({ name }) => name === array.name);
    if (found === undefined && array.optional) continue;
    const type = array.complex ? 'complex128' : 'float64';
    if (found === undefined || found.type !== type || String(found.shape) !== String(shape)) {
      throw new Error(messages.foreignArray(array.name, shown(found), `${type} [${shape.join(', ')}]`));
    }
  }
  const unwanted = arrays.find(({ name }) => !wanted.some((array) => array.name === name));
  if (unwanted !== undefined)
    throw new Error(
      messages.foreignUnwanted(
        unwanted.name,
        wanted.map(({ name }) => name),
      ),
    );
}

function shown(array: ArrayHeader | undefined): string | undefined {
  return array && `${array.type} [${array.shape.join(', ')}]`;
}

/** What an answer holds. Throws a SolutionError where it says that the solver failed. */
export function answerOf({ header, values }: Message, part: TrialRange, wanted: readonly Wanted[]): Returned {
  const { error, trial, arrays = [], iterates } = header;
  if (typeof error === 'string') {
    throw new SolutionError(
      messages.foreignError(error),
      typeof trial === 'number' ? part.first + trial : part.count === 1 ? part.first : undefined,
    );
  }
  const count = typeof iterates === 'number' ? iterates : 1;
  const present = wanted.flatMap(({ name }) => {
    const at = arrays.findIndex((array) => array.name === name);
    return at < 0 ? [] : [{ name, values: values[at], length: values[at].length / count }];
  });
  return {
    range: part,
    iterates: Array.from({ length: count }, (_, k) =>
      Object.fromEntries(
        present.map(({ name, values: all, length }) => [name, all.subarray(k * length, (k + 1) * length)]),
      ),
    ),
  };
}

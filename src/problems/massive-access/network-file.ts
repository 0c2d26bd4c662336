import { z } from 'zod';
import { SolutionError, type Solver, type TrialRange } from '../../contracts/problem.ts';
import { Session } from '../../graph/index.ts';
import { messages, UserError } from '../../messages.ts';
import { arrayOf, type Precision } from '../../unrolling/iterations.ts';
import type { Instance } from './instance.ts';
import type { Solution } from './solution.ts';

/** Trials that a network whose first axis is open is given at once. */
const trialsAtOnce = 64;

/** What a network may be given and gives, in the real form of eq. (5): real parts above imaginary parts. -1 is any length. */
const accepted = {
  inputs: 'Y [trials, 2L, M]; where wanted also S [2L, 2N] and sigma2 []',
  outputs: 'X [trials, 2N, M]',
} as const;

/**
 * A network of the user's own as a solver: an ONNX file with the input `Y` [trials, 2L, M] and the output `X` [trials, 2N, M], float32
 * or float64, real parts above imaginary parts. It may also take the preambles `S` [2L, 2N] and the noise variance `sigma2` []. The first
 * axis may be open or have a length; so many trials are then computed at a time.
 * @throws UserError where inputs or outputs are others, and, when solving, where their shapes do not fit the scenario
 */
export async function openNetwork(name: string, path: string): Promise<Solver<Instance, Solution>> {
  const session = await opened(path);
  requirePorts(path, session);
  return {
    name,
    summary: 'a network of your own',
    parameters: z.strictObject({}),
    reports: 'final',
    async solve(instance, _, observer) {
      const trials = requireShapes(path, session, instance);
      const { first, count } = instance.range;
      for (let i = 0; i < count; i += trials) {
        const range = { first: first + i, count: Math.min(trials, count - i) };
        const X = await estimate(path, session, instance, range, trials);
        observer.solution(null, range, { X: estimateOf(X, instance, range.count) });
      }
    },
  };
}

const sessions = new Map<string, Promise<Session>>();

/** One session a thread and file. */
function opened(path: string): Promise<Session> {
  const known = sessions.get(path) ?? Session.open(path);
  sessions.set(path, known);
  return known;
}

function requirePorts(path: string, { inputs, outputs }: Session): void {
  const [given, made] = [Object.keys(inputs), Object.keys(outputs)];
  if (!given.includes('Y') || given.some((input) => !['Y', 'S', 'sigma2'].includes(input))) {
    throw new UserError(messages.networkPorts(path, 'input', given, accepted.inputs));
  }
  if (!made.includes('X')) throw new UserError(messages.networkPorts(path, 'output', made, accepted.outputs));
}

/** Whether the network fits the sizes of the instance; how many trials it takes at a time. */
function requireShapes(path: string, { inputs, outputs }: Session, { L, N, M }: Instance): number {
  const [trials = -1] = inputs.Y.shape;
  const wanted = { Y: [trials, 2 * L, M], S: [2 * L, 2 * N], sigma2: [], X: [trials, 2 * N, M] };
  for (const [port, { type, shape }] of Object.entries({ ...inputs, X: outputs.X })) {
    const lengths: readonly number[] = wanted[port as keyof typeof wanted];
    const fits =
      shape.length === lengths.length && shape.every((n, i) => n === -1 || n === lengths[i] || lengths[i] === -1);
    if (!fits || !['float32', 'float64'].includes(type)) {
      throw new UserError(
        messages.networkShape(path, port, `${type} ${show(shape)}`, `float32 or float64 ${show(lengths)}`),
      );
    }
  }
  return trials === -1 ? trialsAtOnce : trials;
}

function show(shape: readonly number[]): string {
  return `[${shape.map((length) => (length === -1 ? 'any' : length)).join(', ')}]`;
}

/**
 * What the network gives for the trials of `range`, with zeros for those that are missing to a batch of the length that it fixes.
 * @throws SolutionError where its output has another shape than it says
 */
async function estimate(
  path: string,
  session: Session,
  { L, N, M, Y, real, sigma2, range: all }: Instance,
  range: TrialRange,
  trials: number,
): Promise<Solution['X']> {
  const { inputs } = session;
  const rows = M * 2 * L;
  const batch = inputs.Y.shape[0] === -1 ? range.count : trials;
  const received = new Float64Array(batch * rows);
  const first = (range.first - all.first) * rows;
  received.set(transposed(Y.subarray(first, first + range.count * rows), M, 2 * L));
  const values: Record<string, ArrayLike<number>> = { Y: received, S: real.data, sigma2: [sigma2] };
  const shapes = { Y: [batch, 2 * L, M], S: [2 * L, 2 * N], sigma2: [] };
  const feeds = Object.fromEntries(
    Object.entries(inputs).map(([port, { type }]) => [port, arrayOf(type as Precision, values[port])]),
  );
  const { X } = await session.execute(session.tensors(feeds, shapes));
  const wanted = [batch, 2 * N, M];
  if (X.dims.length !== 3 || X.dims.some((length, axis) => length !== wanted[axis])) {
    throw new SolutionError(messages.networkOutput(path, show(X.dims), show(wanted)));
  }
  return X.data as Solution['X'];
}

function estimateOf(X: Solution['X'], { N, M }: Instance, trials: number): Float64Array {
  return transposed(X.subarray(0, trials * M * 2 * N), 2 * N, M);
}

/** Every trial's matrix of rows x columns transposed. */
function transposed(matrices: Solution['X'], rows: number, columns: number): Float64Array {
  const out = new Float64Array(matrices.length);
  for (let first = 0; first < out.length; first += rows * columns) {
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++) out[first + j * rows + i] = matrices[first + i * columns + j];
    }
  }
  return out;
}

import type { MetricKind } from '../../contracts/problem.ts';
import { columnsOf } from '../../contracts/problem.ts';

/** The per-trial values of one metric or diagnostic at one iteration. */
export interface Observation {
  readonly name: string;
  readonly kind: MetricKind;
  /** Iteration or layer; null for a result that is not one point of a trajectory. */
  readonly iteration: number | null;
  /** Columns of a trial side by side, trial by trial. */
  readonly values: Float64Array;
}

/** What one solver gave on the trials of one block. */
export interface BlockResult {
  /** Number of trials. */
  readonly count: number;
  /** Time that drawing and solving took, in seconds. */
  readonly seconds: number;
  readonly observations: readonly Observation[];
}

/** That a solver failed on a block: the first trial known to be wrong, null where none can be named, and what it said. */
export interface BlockFailure {
  readonly trial: number | null;
  readonly what: string;
}

interface Header {
  readonly count: number;
  readonly observations: readonly Omit<Observation, 'values'>[];
}

/** The bytes of a block, in pieces: one line of JSON, then the values as little-endian 64-bit floats. */
export function encodeBlock({ count, observations }: BlockResult): Buffer[] {
  const header: Header = {
    count,
    observations: observations.map(({ name, kind, iteration }) => ({ name, kind, iteration })),
  };
  return [Buffer.from(`${JSON.stringify(header)}\n`), ...observations.map(({ values }) => littleEndian(values))];
}

/** The block in bytes that {@link encodeBlock} gave. */
export function decodeBlock(bytes: Buffer, seconds: number): BlockResult {
  const end = bytes.indexOf('\n');
  const { count, observations } = JSON.parse(bytes.toString('utf8', 0, end)) as Header;
  const all = fromLittleEndian(bytes.subarray(end + 1));
  let offset = 0;
  const filled = observations.map((observation) => {
    const length = count * columnsOf(observation.kind);
    return { ...observation, values: all.subarray(offset, (offset += length)) };
  });
  return { count, seconds, observations: filled };
}

const isLittleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/** The bytes of the values, lowest first on every machine. */
function littleEndian(values: Float64Array): Buffer {
  const bytes = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
  return isLittleEndian ? bytes : Buffer.from(bytes).swap64();
}

function fromLittleEndian(bytes: Buffer): Float64Array {
  const values = new Float64Array(bytes.length / 8);
  const copy = Buffer.from(values.buffer);
  bytes.copy(copy);
  if (!isLittleEndian) copy.swap64();
  return values;
}

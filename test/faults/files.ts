import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { openArrayFile } from '../../src/arrays/array-file.ts';
import { npyBytes } from '../../src/arrays/npy.ts';
import { bytesOf, lineOf } from '../../src/foreign/message.ts';
import { MessageReader } from '../../src/foreign/message-reader.ts';
import { input, onnxModel, Session } from '../../src/graph/index.ts';
import { externalData } from '../../src/graph/onnx/external-data.ts';
import { packageRoot } from '../../src/package-root.ts';
import { loadClaims } from '../../src/study/claims/load.ts';
import { loadExperiment } from '../../src/study/experiment/load.ts';
import { parseCsv } from '../../src/study/results/csv.ts';
import { resultPaths } from '../../src/study/results/result-paths.ts';
import { readResults } from '../../src/study/results/results.ts';
import { Lock } from '../../src/study/run/lock.ts';
import { PackWriter } from '../../src/study/store/pack-writer.ts';
import { BlockStore } from '../../src/study/store/store.ts';
import { readCheckpoint, writeCheckpoint } from '../../src/study/training/checkpoint.ts';
import { readWeights, weightsKey, writeWeights } from '../../src/study/training/weights-file.ts';
import { mat5 } from '../arrays/mat/mat5-forms.ts';
import { productWithExternalWeights } from '../graph/onnx/external-model.ts';

/** A kind of file that is damaged and then read. */
export interface Target {
  readonly name: string;
  /** The whole file. */
  readonly bytes: Uint8Array;
  /** Where it lies. */
  readonly path: string;
  /**
   * Reads it: what it holds, or undefined where nothing is used of it. Throws for what is refused, and for no other reason: `isRefusal` says
   * whether an error is one.
   */
  read(): unknown;
  readonly isRefusal: (error: Error) => boolean;
  /** A file with a checksum gives what was written or is refused; another gives anything that has the form it should have. */
  readonly keeps: 'content' | ((content: never) => boolean);
}

const folder = mkdtempSync(join(tmpdir(), 'faults-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));

const userError = ({ name }: Error) => name === 'UserError';
const shipped = (path: string) => readFileSync(join(packageRoot, path));

function place(name: string, bytes: Uint8Array): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, bytes);
  return path;
}

interface Arrays {
  readonly shape: readonly number[];
  readonly complex: boolean;
  readonly values: ArrayLike<number>;
}

/** A user's file of arrays: whatever is read has as many numbers as its shape says. */
function arrayFile(name: string, bytes: Uint8Array): Target {
  const path = place(`arrays/${name}`, bytes);
  return {
    ...{ name, bytes, path, isRefusal: userError },
    async read() {
      const { arrays } = await openArrayFile(path);
      return Promise.all(arrays.map((array) => array.read('float64')));
    },
    keeps: (arrays: readonly Arrays[]) =>
      arrays.every(
        ({ shape, complex, values }) => values.length === shape.reduce((a, b) => a * b, 1) * (complex ? 2 : 1),
      ),
  };
}

const values = Float64Array.from({ length: 24 }, (_, i) => i / 3);
const h = npyBytes({ shape: [3, 2, 2], complex: true, values });
const matrices = [
  { name: 'H', shape: [2, 3], stored: 'double' as const, re: [1, 2, 3, 4, 5, 6], im: [6, 5, 4, 3, 2, 1] },
  { name: 'noise', shape: [1, 4], stored: 'single' as const, re: [1, 2, 3, 4] },
];

function experimentFile(): Target {
  const bytes = shipped('experiments/mif-wmmse/fig3.yaml');
  place('experiments/mif-wmmse/paper.yaml', shipped('experiments/mif-wmmse/paper.yaml'));
  const path = place('experiments/mif-wmmse/fig3.yaml', bytes);
  const isExperiment = ({ experiment }: { experiment: { id: string } }) => experiment.id === 'mif-wmmse/fig3';
  return {
    ...{ name: 'experiment (YAML)', bytes, path, isRefusal: userError, keeps: isExperiment },
    read: () => loadExperiment(path),
  };
}

function claimsFile(): Target {
  const bytes = shipped('experiments/mif-wmmse/claims.yaml');
  const experiment = place('claims/mif-wmmse/fig3.yaml', shipped('experiments/mif-wmmse/fig3.yaml'));
  place('claims/mif-wmmse/paper.yaml', shipped('experiments/mif-wmmse/paper.yaml'));
  const path = place('claims/mif-wmmse/claims.yaml', bytes);
  const areClaims = ({ claims }: { claims: readonly object[] }) => Array.isArray(claims);
  return {
    ...{ name: 'claims (YAML)', bytes, path, isRefusal: userError, keeps: areClaims },
    read: () => loadClaims(experiment),
  };
}

function resultFile(which: 'csv' | 'provenance' | 'diagnostics'): Target {
  const own = join(folder, which);
  const paths = resultPaths(own, 'mif-wmmse/fig3', 'paper');
  for (const name of ['csv', 'provenance', 'diagnostics'] as const) {
    place(relative(folder, paths[name]), shipped(join('results', relative(own, paths[name]))));
  }
  const name = { csv: 'results (CSV)', provenance: 'results (JSON)', diagnostics: 'diagnostics (CSV)' }[which];
  return {
    ...{ name, bytes: readFileSync(paths[which]), path: paths[which], isRefusal: userError, keeps: 'content' },
    read: () => readResults(paths),
  };
}

/** What the checksum would hide: the reader of the table alone. */
function table(): Target {
  const bytes = shipped('results/mif-wmmse/allocation.csv');
  const path = place('table.csv', bytes);
  return {
    ...{ name: 'table (CSV alone)', bytes, path, isRefusal: ({ name }) => name === 'CsvError' },
    read: () => parseCsv(readFileSync(path, 'utf8')),
    keeps: ({ rows }: { rows: readonly { mean: number; n: number }[] }) =>
      rows.every(({ mean, n }) => typeof mean === 'number' && !Number.isNaN(mean + n)),
  };
}

const key = (i: number) => i.toString(16).padStart(64, '0');

/** A pack or its index: each block is what was written, or is missing, damaged, or failed. */
function packFile(extension: 'pack' | 'index'): Target {
  const own = join(folder, extension);
  const writer = new PackWriter(own, '0-0');
  const block = (i: number) => ({
    ...{ count: 3, seconds: 0.5 },
    observations: [{ name: 'wsr', kind: 'mean' as const, iteration: i, values: Float64Array.of(i, 1 / 3, -i) }],
  });
  for (let i = 1; i <= 12; i++) writer.write(key(i), block(i));
  writer.fail(key(13), { trial: 4, what: 'no' });
  writer.close();
  const path = join(own, `0-0.${extension}`);
  const original = { pack: readFileSync(join(own, '0-0.pack')), index: readFileSync(join(own, '0-0.index')) };
  return {
    ...{ name: `blocks (${extension})`, bytes: original[extension], path, isRefusal: userError },
    read() {
      const store = new BlockStore(own);
      const found = [];
      for (let i = 1; i <= 12; i++) found.push(store.read(key(i)));
      store.failure(key(13));
      store.close();
      return found;
    },
    keeps: (found: readonly { state: string; result?: ReturnType<typeof block> }[]) =>
      found.every(
        ({ state, result }, i) => state !== 'stored' || sameContent(result?.observations, block(i + 1).observations),
      ),
  };
}

function weightsFile(): Target {
  const plan = { steps: 10, batch: 4 };
  const path = join(folder, 'weights.safetensors');
  const weights = { W: { shape: [2, 3], values: Float64Array.of(1 / 3, 2, 3, 4, 5, 6) } };
  const curve = [{ step: 1, loss: 0.5 }];
  writeWeights(path, { solver: 'net', version: 1, plan, curve, validatedOn: undefined, draws: 2, weights });
  return {
    ...{ name: 'weights', bytes: readFileSync(path), path, isRefusal: userError, keeps: 'content' },
    read: () => readWeights(path, weightsKey('net', 1, plan)),
  };
}

function checkpointFile(): Target {
  const path = join(folder, 'checkpoint.safetensors');
  const arrays = { 'parameters/W': { shape: [2, 3], data: Float32Array.of(1, 2, 3, 4, 5, 6) } };
  writeCheckpoint(path, 'key', { step: 12, arrays, curve: [{ step: 5, loss: 1 / 7 }], lossSum: 0.3 });
  return {
    ...{ name: 'checkpoint', bytes: readFileSync(path), path, isRefusal: userError, keeps: 'content' },
    read: () => readCheckpoint(path, 'key') ?? undefined,
  };
}

function networkFile(): Target {
  const bytes = productWithExternalWeights('w.data', [2, 2], { Y: [2, 1], X: [2, 1] });
  const path = place('net.onnx', bytes);
  return {
    ...{ name: 'network (ONNX, its structure)', bytes, path, isRefusal: userError },
    read: () => externalData(readFileSync(path)),
    keeps: (files: readonly unknown[]) => files.every((file) => typeof file === 'string'),
  };
}

/** The same, opened and run by ONNX Runtime: it must not take the process with it. */
function openedNetwork(): Target {
  const bytes = onnxModel({ value: input('row', [20, 4], 'float64').sum(1) });
  const path = place('opened.onnx', bytes);
  return {
    ...{ name: 'network (ONNX Runtime)', bytes, path, isRefusal: () => true },
    async read() {
      const session = await Session.open(path);
      const fed = session.tensors({ row: new Float64Array(80) }, { row: [20, 4] });
      const made = await session.execute(fed);
      await session.release();
      return Object.keys(made);
    },
    keeps: (names: readonly string[]) => names.length > 0,
  };
}

/** What a solver in a process of its own answers. */
function message(): Target {
  const arrays = [{ name: 'V', type: 'complex128' as const, shape: [1, 2] }];
  const bytes = Buffer.concat([lineOf({ solved: 3 }), lineOf({ arrays }), bytesOf(Float64Array.of(1, 2, 3, 4))]);
  const path = place('message', bytes);
  const most = ({ arrays: given = [] }: { arrays?: readonly { shape: readonly number[] }[] }) => {
    if (given.some(({ shape }) => shape.reduce((a, b) => a * b, 1) > 100)) throw new Error('too much');
  };
  return {
    ...{ name: 'answer of a solver', bytes, path, isRefusal: ({ name }) => name === 'Error' },
    read: () => [...new MessageReader(most).push(readFileSync(path))],
    keeps: (found: readonly { values: readonly Float64Array[] }[]) =>
      found.every(({ values: all }) => Array.isArray(all)),
  };
}

/** A lock that is no lock is refused, one of a dead owner taken over. */
function lockFile(): Target {
  const owner = { pid: 2 ** 22 + 1, host: 'h', machine: 'm', start: '1', since: '2026-01-01T00:00:00.000Z' };
  const bytes = Buffer.from(JSON.stringify(owner));
  const path = place('some.lock', bytes);
  return {
    ...{ name: 'lock', bytes, path, isRefusal: userError, keeps: () => true },
    read() {
      const taken = Lock.tryTake(path);
      if (taken instanceof Lock) taken.release();
      return taken;
    },
  };
}

export const targets: readonly Target[] = [
  arrayFile('h.npy', h),
  arrayFile('h.npz', readFileSync(join(packageRoot, 'test/arrays/fixtures/two.npz'))),
  arrayFile('plain.mat', mat5(matrices, { littleEndian: true, compressed: false })),
  arrayFile('compressed.mat', mat5(matrices, { littleEndian: false, compressed: true })),
  ...[experimentFile(), claimsFile(), resultFile('csv'), resultFile('provenance'), resultFile('diagnostics'), table()],
  ...[packFile('pack'), packFile('index'), weightsFile(), checkpointFile()],
  ...[networkFile(), openedNetwork(), message(), lockFile()],
];

/** Whether two values hold the same, bit by bit. */
export function sameContent(a: unknown, b: unknown): boolean {
  return textOf(a) === textOf(b);
}

function textOf(content: unknown): string {
  return JSON.stringify(content, (_, value) =>
    ArrayBuffer.isView(value) ? Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('hex') : value,
  );
}

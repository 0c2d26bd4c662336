import type { Dataset, File as Hdf5File } from 'h5wasm/node';
import {
  type ArrayInFile,
  type DenseArray,
  emptyArray,
  entriesOf,
  FirstIndexFastest,
  type FloatType,
  mostEntries,
} from '../dense-array.ts';
import { Damaged } from './mat5.ts';

/** Entries that are taken from a data set at a time. */
const together = 1 << 20;

/** HDF5's numbers of classes. */
const [integer, float, compound] = [0, 1, 6];

/**
 * The numeric arrays of a MATLAB file of level 7.3, which is an HDF5 file whose data sets have their axes in reverse; complex ones hold
 * pairs "real" and "imag".
 * @throws Damaged
 */
export async function openHdf5(path: string): Promise<{ arrays: ArrayInFile[]; others: string[] }> {
  const [arrays, others]: [ArrayInFile[], string[]] = [[], []];
  await withFile(path, (file) => {
    for (const name of file.keys().filter((key) => !key.startsWith('#'))) {
      const form = formOf(file.get(name));
      if (form === undefined) others.push(name);
      else arrays.push({ name, ...form, read: (type) => withFile(path, (again) => readDataset(again, name, type)) });
    }
  });
  return { arrays, others };
}

async function withFile<T>(path: string, use: (file: Hdf5File) => T): Promise<T> {
  const { File, ready } = await import('h5wasm/node');
  // Errors are thrown, not printed.
  (await ready).activate_throwing_error_handler();
  try {
    const file = new File(path, 'r');
    try {
      return use(file);
    } finally {
      file.close();
    }
  } catch (error) {
    if (error instanceof Damaged) throw error;
    throw new Damaged(
      `HDF5: ${String((error as Error).message)
        .split('\n')[0]
        .slice(0, 120)}`,
    );
  }
}

type Entity = ReturnType<Hdf5File['get']>;

/** Shape and kind of an array of numbers as MATLAB sees it; undefined for what is none. */
function formOf(entity: Entity): { shape: number[]; complex: boolean } | undefined {
  if (entity === null || !('metadata' in entity) || !('slice' in entity)) return undefined;
  const { type, shape, compound_type: members } = entity.metadata;
  const complex =
    type === compound &&
    members?.members.map(({ name, type: of }) => `${name} ${of}`).join() === `real ${float},imag ${float}`;
  if (!(type === integer || type === float || complex) || shape === null) return undefined;
  if (entriesOf(shape) > mostEntries) throw new Damaged(`a variable has the sizes ${shape.toReversed().join(' x ')}`);
  return { shape: shape.toReversed(), complex };
}

function readDataset(file: Hdf5File, name: string, type: FloatType): DenseArray {
  const dataset = file.get(name) as Dataset;
  const form = formOf(dataset)!;
  const array = emptyArray(form.shape, form.complex, type);
  const [places, parts] = [new FirstIndexFastest(form.shape), form.complex ? 2 : 1];
  const stored = dataset.metadata.shape!;
  const rest = entriesOf(stored.slice(1));
  const rows = Math.max(1, Math.floor(together / Math.max(1, rest)));
  for (let first = 0; first < stored[0] && rest > 0; first += rows) {
    const range: [number, number][] = [
      [first, Math.min(first + rows, stored[0])],
      ...stored.slice(1).map((n): [number, number] => [0, n]),
    ];
    const numbers = numbersOf(dataset.slice(range));
    for (let i = 0; i < numbers.length; i += parts) {
      const at = parts * places.next();
      for (let part = 0; part < parts; part++) array.values[at + part] = Number(numbers[i + part]);
    }
  }
  return array;
}

/** What a slice of a data set gives, flat: typed numbers, or pairs. */
function numbersOf(slice: unknown): ArrayLike<number | bigint> {
  if (ArrayBuffer.isView(slice)) return slice as unknown as ArrayLike<number | bigint>;
  if (Array.isArray(slice))
    return slice.flatMap((pair: ArrayLike<number>[]) => Array.from(pair, (part) => Number(part)));
  throw new Damaged('a data set gives no numbers');
}

import { expect, test } from 'vitest';
import { bytesIn } from '../../../src/arrays/byte-reader.ts';
import { openMat5 } from '../../../src/arrays/mat/mat5.ts';
import { type MatVariable, mat5 } from '../../../src/arrays/mat/mat5-writer.ts';

async function read(variable: MatVariable) {
  const { arrays, others } = await openMat5(bytesIn(mat5([variable])));
  return { others, array: arrays[0] && { name: arrays[0].name, ...(await arrays[0].read('float64')) } };
}

test.each([
  { shape: [2, 3], complex: false, values: [1, 2, 3, 4, 5, 6] },
  { shape: [2, 1, 3], complex: true, values: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] },
  { shape: [1, 1], complex: false, values: [-1e-300] },
])('an array is read as it was written: %o', async ({ shape, complex, values }) => {
  const variable = { name: 'errorVariance', shape, complex, values: Float64Array.from(values) };
  expect((await read(variable)).array).toEqual(variable);
});

test('an array has two axes at least, a text is a text', async () => {
  const values = Float64Array.of(1, 2);
  expect((await read({ name: 'x', shape: [2], complex: false, values })).array).toMatchObject({
    shape: [1, 2],
    values,
  });
  expect(await read({ name: 'step', text: 'solve' })).toEqual({ array: undefined, others: ['step'] });
});

test('the first index runs fastest in the file', () => {
  const file = Buffer.from(mat5([{ name: 'A', shape: [2, 2], complex: false, values: Float64Array.of(1, 2, 3, 4) }]));
  const numbers = Array.from({ length: 4 }, (_, i) => file.readDoubleLE(file.length - 32 + 8 * i));
  expect(numbers).toEqual([1, 3, 2, 4]);
});

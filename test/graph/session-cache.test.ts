import { expect, test } from 'vitest';
import { cachedSession, input } from '../../src/graph/index.ts';

/** A graph of its own for every size; counts how often it is built. */
function counted(built: number[]) {
  return (size: number) =>
    cachedSession(`double ${size}`, () => {
      built.push(size);
      return { y: input('x', [size]).mul(2) };
    });
}

test('compiles a graph once, keeps the four used last, and frees the others', async () => {
  const built: number[] = [];
  const open = counted(built);
  const first = await open(1);
  for (const size of [2, 3, 1, 4]) await open(size);
  expect(built).toEqual([1, 2, 3, 4]);
  expect(await open(1)).toBe(first);
  const second = await open(2);
  await open(5);
  expect(built).toEqual([1, 2, 3, 4, 5]);
  // 3 was used longest ago: it is gone, and compiled anew when it is wanted again.
  await open(3);
  expect(built).toEqual([1, 2, 3, 4, 5, 3]);
  expect((await second.run({ x: Float32Array.of(1, 2) })).y).toEqual(Float32Array.of(2, 4));
});

test('runs with other options are sessions of their own', async () => {
  const build = () => ({ y: input('x', [1]).neg() });
  const [one, two] = [await cachedSession('neg', build), await cachedSession('neg', build, { threads: 2 })];
  expect(one).not.toBe(two);
});

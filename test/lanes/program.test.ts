import { expect, test } from 'vitest';
import { workload } from './workload.ts';

test('a recorded program leaves the same bytes as the operations themselves, run after run', () => {
  const direct = workload();
  const recorded = workload();
  const before = recorded.snapshot();
  const program = recorded.lanes.record(recorded.body);
  expect(recorded.snapshot()).toEqual(before); // recording runs nothing
  for (let run = 0; run < 3; run++) {
    direct.body();
    program.run();
    expect(recorded.snapshot()).toEqual(direct.snapshot());
    expect(recorded.snapshot()).not.toEqual(before);
  }
});

/** Made for the tape, which only records them; its tests compare them with central differences. */
const recordedByTape = ['extrapolateGradient', 'lineSearch', 'lineSearchGradient', 'momentumGradient'];

test('every kernel is named in the workload above', () => {
  const { lanes, body } = workload();
  const called = new Set<string>();
  const kernels = lanes.kernels as unknown as Record<string, unknown>;
  const names = Object.keys(kernels).filter((name) => typeof kernels[name] === 'function' && name !== 'run');
  lanes.kernels = Object.fromEntries(
    names.map((name) => [name, () => void called.add(name)]),
  ) as unknown as typeof lanes.kernels;
  body();
  expect([...called, ...recordedByTape].sort()).toEqual(names.sort());
});

test('a recording that fails leaves the engine working, and recordings do not nest', () => {
  const { lanes, body, snapshot } = workload();
  expect(() =>
    lanes.record(() => {
      throw new Error('on purpose');
    }),
  ).toThrow('on purpose');
  expect(() => lanes.record(() => lanes.record(body))).toThrow('a recording inside a recording');
  const before = snapshot();
  body();
  expect(snapshot()).not.toEqual(before);
});

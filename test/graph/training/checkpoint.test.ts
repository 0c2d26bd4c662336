import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import {
  gemm,
  input,
  parameter,
  readCheckpoint,
  startTraining,
  type TrainingOptions,
  writeCheckpoint,
} from '../../../src/graph/index.ts';
import { numbers } from '../check.ts';

const folder = mkdtempSync(join(tmpdir(), 'checkpoint-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A small network with a bias, trained on batches that depend on the step alone. */
function options(): TrainingOptions {
  const hidden = gemm(input('x', [16, 8]), parameter('W0', [8, 33]), { c: parameter('b0', [33]) }).relu();
  const y = gemm(hidden, parameter('W1', [33, 3]));
  return {
    loss: y
      .sub(input('t', [16, 3]))
      .square()
      .mean(),
    initial: {
      W0: Float32Array.from(numbers(8 * 33, 1)),
      b0: new Float32Array(33),
      W1: Float32Array.from(numbers(33 * 3, 2)),
    },
    optimizer: { kind: 'adam', rate: { kind: 'cosine', rate: 0.01, floor: 0, steps: 40 } },
  };
}

function batch(step: number) {
  return [{ x: Float32Array.from(numbers(128, step)), t: Float32Array.from(numbers(48, step + 1000)) }];
}

test('a run resumed from a checkpoint ends with the same bytes as one that was never stopped', async () => {
  const whole = await startTraining(options());
  for (let step = 0; step < 20; step++) await whole.advance(batch(step));

  const path = join(folder, 'resume.safetensors');
  const first = await startTraining(options());
  for (let step = 0; step < 9; step++) await first.advance(batch(step));
  writeCheckpoint(path, 'key-1', await first.state(), { stage: '2' });
  await first.release();

  const second = await startTraining(options());
  const { state, notes } = readCheckpoint(path, 'key-1')!;
  expect(notes).toEqual({ stage: '2' });
  await second.restore(state);
  expect(second.step).toBe(9);
  for (let step = second.step; step < 20; step++) await second.advance(batch(step));

  expect(await second.weights()).toEqual(await whole.weights());
  expect(await second.state()).toEqual(await whole.state());
  await second.release();
  await whole.release();
});

test('a checkpoint of another training, or a damaged one, is refused by name', async () => {
  const path = join(folder, 'refused.safetensors');
  const training = await startTraining(options());
  writeCheckpoint(path, 'key-1', await training.state());
  await training.release();
  expect(() => readCheckpoint(path, 'key-2')).toThrow(path);
  const bytes = readFileSync(path);
  bytes[bytes.length - 3] ^= 1;
  writeFileSync(path, bytes);
  expect(() => readCheckpoint(path, 'key-1')).toThrow('its checksum does not fit');
  expect(() => readCheckpoint(path, 'key-1')).toThrow(path);
});

test('there is no checkpoint before the first one, and no other file after it', async () => {
  const inside = join(folder, 'new');
  const path = join(inside, 'a.safetensors');
  expect(readCheckpoint(path, 'key')).toBeUndefined();
  const training = await startTraining(options());
  writeCheckpoint(path, 'key', await training.state());
  writeCheckpoint(path, 'key', await training.state());
  await training.release();
  expect(readdirSync(inside)).toEqual(['a.safetensors']);
});

test('a state of another network is refused', async () => {
  const training = await startTraining(options());
  const { step, arrays } = await training.state();
  const { 'first/b0': _, ...rest } = arrays;
  await expect(training.restore({ step, arrays: rest })).rejects.toThrow('33 float32 values of first/b0');
  await training.release();
});

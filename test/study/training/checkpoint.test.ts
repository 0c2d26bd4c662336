import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { saveArrays } from '../../../src/arrays/keyed-arrays.ts';
import { readCheckpoint, writeCheckpoint } from '../../../src/study/training/checkpoint.ts';

const folder = mkdtempSync(join(tmpdir(), 'checkpoint-'));
afterAll(() => rmSync(folder, { recursive: true }));

const state = {
  step: 12,
  arrays: {
    'parameters/W': { shape: [2, 3], data: Float32Array.of(1, 2, 3, 4, 5, 6) },
    'first/W': { shape: [2, 3], data: Float32Array.of(0, 0.1, 0, 0, 0, 1e-30) },
    'parameters/theta': { shape: [], data: Float64Array.of(1 / 3) },
  },
  curve: [
    { step: 5, loss: 1 / 7 },
    { step: 10, loss: 0.01, validation: -12.25 },
  ],
  lossSum: 0.1 + 0.2,
};

test('gives back every bit of the state', () => {
  const path = join(folder, 'new', 'state.safetensors');
  expect(readCheckpoint(path, 'key')).toBeNull();
  writeCheckpoint(path, 'key', { ...state, step: 3 });
  writeCheckpoint(path, 'key', state);
  expect(readCheckpoint(path, 'key')).toEqual(state);
  expect(readdirSync(join(folder, 'new'))).toEqual(['state.safetensors']);
});

test('a checkpoint of another training, a damaged one, or one of another form is none', () => {
  const path = join(folder, 'refused.safetensors');
  writeCheckpoint(path, 'key', state);
  expect(readCheckpoint(path, 'another')).toBeNull();
  const bytes = readFileSync(path);
  bytes[bytes.length - 3] ^= 1;
  writeFileSync(path, bytes);
  expect(readCheckpoint(path, 'key')).toBeNull();
  const notes = { step: '12', curve: '[]', lossSum: '0' };
  saveArrays(path, { key: 'key', arrays: { parameters: state.arrays['parameters/theta'] }, notes });
  expect(readCheckpoint(path, 'key')).toBeNull();
});

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { constant, gemm, input, onnxModel } from '../../../src/graph/index.ts';
import { instanceOf } from '../../../src/problems/csi-feedback/instance.ts';
import { csiFeedback } from '../../../src/problems/csi-feedback/problem.ts';
import { OwnFiles } from '../../foreign/own.ts';
import { scenario, streams } from './drawing.ts';
import { nmseOf, solve } from './solving.ts';

const files = new OwnFiles();
afterAll(() => files.remove());

const axes = { Nt: 4, Na: 4, Nc: 16, compression: '1/2' };

/** Samples of independent entries, so that what half of them keeps is known. */
function drawn(bits: number | 'none') {
  const whole = scenario({ ...axes, bits });
  const draw = (count: number, seed: number) =>
    Float32Array.from({ length: count * 32 }, (_, i) => Math.sin((seed + i) ** 2));
  const examples = {
    key: `sines ${bits}`,
    read: ({ first, count }: { first: number; count: number }) => draw(count, first + 0.5),
  };
  return instanceOf(whole, { first: 0, count: 40 }, draw(40, 0.25), examples, streams);
}

/** Keeps the first half of every sample: the entries 0 ... 15. */
const halves = `
import numpy as np
def encode(X, M):
    return X.reshape(len(X), -1)[:, :M]
def decode(s, Na, Nt):
    return np.concatenate([s, np.zeros_like(s)], axis=1).reshape(-1, 2, Na, Nt)
`;

function kept(X: Float32Array): Float32Array {
  return X.map((x, i) => (i % 32 < 16 ? x : 0));
}

describe('a scheme of the user', () => {
  test('encodes and decodes in two functions, between which nothing but the codeword goes', async () => {
    const given = drawn('none');
    const [{ X }] = await solve(await files.solver('csi-feedback', 'halves.py', halves), given);
    expect(Float32Array.from(X)).toEqual(kept(given.X));
  });

  test('has its codewords quantized where the scenario has bits: 8 bits cost little, 1 bit much', async () => {
    const solver = await files.solver('csi-feedback', 'halves.py', halves);
    const [none, eight, one] = [drawn('none'), drawn(8), drawn(1)];
    const errors = await Promise.all(
      [none, eight, one].map(async (given) => nmseOf(given, (await solve(solver, given))[0].X)),
    );
    expect(errors[1] - errors[0]).toBeGreaterThan(0);
    expect(errors[1] - errors[0]).toBeLessThan(0.01);
    expect(errors[2] - errors[0]).toBeGreaterThan(0.3);
  });

  test('may be two ONNX files, of which one is named', async () => {
    const W = constant(
      Float32Array.from({ length: 16 * 32 }, (_, i) => (i % 33 === 0 ? 1 : 0)),
      [16, 32],
      'float32',
    );
    const encode = gemm(input('X', [20, 2, 4, 4]).reshape([20, 32]), W, { transposeB: true });
    const decode = gemm(input('s', [20, 16]), W).reshape([20, 2, 4, 4]);
    writeFileSync(join(files.folder, 'net.encode.onnx'), onnxModel({ s: encode }));
    const path = join(files.folder, 'net.decode.onnx');
    writeFileSync(path, onnxModel({ X: decode }));
    const given = drawn('none');
    const [{ X }] = await solve(await files.open('csi-feedback', path), given);
    expect(Float32Array.from(X)).toEqual(kept(given.X));
    await expect(files.open('csi-feedback', files.write('net.onnx', ''))).rejects.toThrow(
      'net.encode.onnx and net.decode.onnx',
    );
  });

  test('that lacks one of them is refused', async () => {
    const lacking = files.solver('csi-feedback', 'lacking.py', 'def encode(X):\n    return X\n');
    await expect(lacking).rejects.toThrow('it has no function decode(s, M, Na, Nt) that returns X');
    expect(csiFeedback.foreign).toBeDefined();
  });
});

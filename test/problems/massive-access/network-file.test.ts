import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { constant, gemm, input, onnxModel, type Tensor } from '../../../src/graph/index.ts';
import { Message } from '../../../src/graph/onnx/wire.ts';
import { openNetwork } from '../../../src/problems/massive-access/network-file.ts';
import { largestSquaredSingularValue } from '../../../src/problems/massive-access/preambles/spectrum.ts';
import { groupShrinkage, residual } from '../../../src/problems/massive-access/shrinkage-step.ts';
import { istaGs } from '../../../src/problems/massive-access/solvers/ista-gs.ts';
import { openSource } from '../../../src/study/experiment/open-source.ts';
import { productWithExternalWeights } from '../../graph/onnx/external-model.ts';
import { instance, solve } from './solving.ts';

const axes = { L: 6, N: 8, M: 3, activity: 0.3, snr: 12 };
const given = instance(axes, 10, 20);

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'network-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, model: Uint8Array): string {
  writeFileSync(join(folder, name), model);
  return join(folder, name);
}

/** Three iterations of ISTA-GS for batches of four trials, with S and its constants inside. */
function istaNetwork(type: 'float32' | 'float64'): Uint8Array {
  const [trials, { L, N, M }] = [4, axes];
  const C = largestSquaredSingularValue(given.real);
  const S = constant(given.real.data, [2 * L, 2 * N], type);
  const scaled = given.real.data.map((s) => s / C);
  const W = constant(scaled, [2 * L, 2 * N], type);
  const theta = constant(0.1 / C, [], type);
  const Y = input('Y', [trials, 2 * L, M], type)
    .transpose([0, 2, 1])
    .reshape([trials * M, 2 * L]);
  let X: Tensor | undefined;
  for (let k = 0; k < 3; k++) {
    const moved = gemm(X ? residual(X, Y, S) : Y, W);
    X = groupShrinkage(X ? X.add(moved) : moved, theta, { M, groups: 'real' });
  }
  return onnxModel({
    X: X!.reshape([trials, M, 2 * N]).transpose([0, 2, 1]),
  });
}

/** X = S^T Y sigma2 for any number of trials. */
function matchedFilter(): Uint8Array {
  const float = 1;
  const dimension = (length: number | string) =>
    typeof length === 'string' ? new Message().text(2, length) : new Message().integer(1, length);
  const value = (name: string, shape: (number | string)[]) => {
    const lengths = shape.reduce((message, length) => message.message(1, dimension(length)), new Message());
    const tensor = new Message().integer(1, float).message(2, lengths);
    return new Message().text(1, name).message(2, new Message().message(1, tensor));
  };
  const node = (type: string, inputs: string[], output: string) =>
    inputs
      .reduce((message, name) => message.text(1, name), new Message())
      .text(2, output)
      .text(4, type);
  const graph = new Message()
    .message(1, node('Transpose', ['S'], 'T'))
    .message(1, node('MatMul', ['T', 'Y'], 'TY'))
    .message(1, node('Mul', ['TY', 'sigma2'], 'X'))
    .text(2, 'matched filter')
    .message(11, value('Y', ['trials', 12, 3]))
    .message(11, value('S', [12, 16]))
    .message(11, value('sigma2', []))
    .message(12, value('X', ['trials', 16, 3]));
  const operators = new Message().text(1, '').integer(2, 18);
  return new Message().integer(1, 9).message(7, graph).message(8, operators).finish();
}

test.each(['float32', 'float64'] as const)(
  'a network of %s with a batch of its own gives what its formula gives',
  async (type) => {
    const network = await openNetwork('net', file(`ista-${type}.onnx`, istaNetwork(type)));
    const [report] = await solve(network, given);
    const reference = (await solve(istaGs, given, { iterations: 3, precision: type }))[2];
    expect(report.iteration).toBeNull();
    const digits = type === 'float32' ? 5 : 12;
    report.X.forEach((x, i) => {
      expect(x).toBeCloseTo(reference.X[i], digits);
    });
  },
);

test('a network whose first axis is open takes any number of trials, with S and sigma2 where it wants them', async () => {
  const network = await openNetwork('net', file('open.onnx', matchedFilter()));
  const [{ X }] = await solve(network, given);
  const { L, N, M, Y, real, sigma2 } = given;
  for (const [row, j] of [
    [0, 0],
    [7, 3],
    [29, 15],
  ]) {
    let sum = 0;
    for (let l = 0; l < 2 * L; l++) sum += Y[row * 2 * L + l] * real.data[l * 2 * N + j];
    expect(X[row * 2 * N + j]).toBeCloseTo(sum * sigma2, 5);
  }
  expect(X).toHaveLength(10 * M * 2 * N);
});

test('a network for other sizes is refused with both shapes', async () => {
  const network = await openNetwork('net', file('sizes.onnx', matchedFilter()));
  await expect(solve(network, instance({ ...axes, M: 4 }, 2))).rejects.toThrow(
    /sizes\.onnx: Y is float32 \[any, 12, 3\]; this scenario needs float32 or float64 \[any, 12, 4\]/,
  );
});

test('a network with other inputs or outputs is refused with their names', async () => {
  const other = input('image', [1, 12, 3]);
  const path = file('other.onnx', onnxModel({ X: other.add(1) }));
  await expect(openNetwork('net', path)).rejects.toThrow(
    /other\.onnx: its input is image; accepted: Y \[trials, 2L, M\]/,
  );
  const output = file('output.onnx', onnxModel({ estimate: input('Y', [1, 12, 3]).add(1) }));
  await expect(openNetwork('net', output)).rejects.toThrow(/its output is estimate; accepted: X \[trials, 2N, M\]/);
});

test('a file that is no network, one that is missing, and a problem that takes none are refused in one line', async () => {
  const damaged = file('damaged.onnx', istaNetwork('float32').subarray(0, 200));
  const load = async (problem: string, path: string) =>
    (await openSource(problem, '.', [{ text: path, name: 'net', module: path, parameters: {} }])).problem.solvers[
      basename(path, '.onnx')
    ]();
  await expect(load('massive-access', damaged)).rejects.toThrow(/cannot use .*damaged\.onnx: /);
  await expect(load('massive-access', join(folder, 'none.onnx'))).rejects.toThrow(/none\.onnx does not exist/);
  await expect(load('beamforming', damaged)).rejects.toThrow(/cannot use .*damaged\.onnx: /);
  writeFileSync(join(folder, 'alone.mjs'), 'export default { id: "alone", draw() {}, solvers: {} };');
  await expect(load(join(folder, 'alone.mjs'), damaged)).rejects.toThrow(
    'problem "alone" takes no networks from .onnx files',
  );
});

describe('a network that keeps its weights in a file beside it', () => {
  const { L, N, M } = axes;
  const W = Float32Array.from({ length: 4 * N * L }, (_, i) => Math.sin(i));
  const product = (X: (number | string)[], Y: (number | string)[] = ['trials', 2 * L, M]) =>
    productWithExternalWeights('w.data', [2 * N, 2 * L], { Y, X });

  beforeAll(() => writeFileSync(join(folder, 'w.data'), new Uint8Array(W.buffer)));

  test('gives W Y, also where its number of antennas is open too', async () => {
    for (const [name, open] of Object.entries({ 'fixed-antennas': M, 'open-antennas': 'M' })) {
      const model = product(['trials', 2 * N, open], ['trials', 2 * L, open]);
      const [{ X }] = await solve(await openNetwork('net', file(`${name}.onnx`, model)), given);
      for (const [row, j] of [
        [0, 0],
        [7, 3],
        [29, 15],
      ]) {
        let sum = 0;
        for (let l = 0; l < 2 * L; l++) sum += W[j * 2 * L + l] * given.Y[row * 2 * L + l];
        expect(X[row * 2 * N + j]).toBeCloseTo(sum, 4);
      }
    }
  });

  test('is refused where its output has another shape than it says', async () => {
    const shifted = productWithExternalWeights('w.data', [2 * L, 2 * L], { Y: ['t', 2 * L, M], X: ['t', 2 * N, M] });
    const network = await openNetwork('net', file('shifted.onnx', shifted));
    await expect(solve(network, given)).rejects.toThrow(
      /shifted\.onnx: its output X came as \[10, 12, 3\]; accepted: \[10, 16, 3\]/,
    );
  });
});

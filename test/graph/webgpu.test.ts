import { describe, expect, test } from 'vitest';
import {
  batchNorm,
  compile,
  conv2d,
  gemm,
  gradients,
  input,
  layerNorm,
  lstmCell,
  parameter,
  startTraining,
  type Tensor,
  type TrainingOptions,
} from '../../src/graph/index.ts';
import { expectClose, numbers } from './check.ts';
import { driver, possible } from './vulkan.ts';

// Read by the Vulkan loader when this process opens its first model for WebGPU.
process.env.VK_ICD_FILENAMES = driver;

describe.skipIf(!possible)('on WebGPU', () => {
  test.each(Object.entries(networks()))('%s gives the gradients that the processor gives', async (_, build) => {
    const leaves: Tensor[] = [];
    const take = (name: string, shape: readonly number[]) => {
      const leaf = parameter(name, shape);
      leaves.push(leaf);
      return leaf;
    };
    const loss = build(take).square().sum();
    const slopes = gradients(loss, leaves);
    const outputs = { loss, ...Object.fromEntries(slopes.map((slope, i) => [`d${i}`, slope])) };
    const feeds = Object.fromEntries(leaves.map((leaf, i) => [nameOf(leaf), Float32Array.from(numbers(leaf.size, i))]));
    const [cpu, gpu] = await Promise.all([compile(outputs), compile(outputs, { device: 'webgpu' })]);
    const [expected, actual] = [await cpu.run(feeds), await gpu.run(feeds)];
    for (const name of Object.keys(outputs)) {
      expectClose(actual[name] as Float32Array, expected[name] as Float32Array, 2e-5);
    }
    await cpu.release();
    await gpu.release();
  });

  test('training keeps parameters on the device and ends where the processor ends', async () => {
    const batch = (step: number) => [
      { x: Float32Array.from(numbers(24, step)), t: Float32Array.from(numbers(12, 50 + step)) },
    ];
    const cpu = await startTraining(network());
    const gpu = await startTraining({ ...network(), execution: { device: 'webgpu' } });
    for (let step = 0; step < 4; step++) {
      expect(await gpu.advance(batch(step))).toBeCloseTo(await cpu.advance(batch(step)), 4);
    }
    const kept = await gpu.state();
    for (let step = 4; step < 8; step++) {
      await cpu.advance(batch(step));
      await gpu.advance(batch(step));
    }
    const [expected, actual] = [await cpu.weights(), await gpu.weights()];
    for (const name of Object.keys(expected)) expectClose(actual[name], expected[name], 1e-4);

    await gpu.restore(kept);
    expect(gpu.step).toBe(4);
    for (let step = 4; step < 8; step++) await gpu.advance(batch(step));
    const again = await gpu.weights();
    for (const name of Object.keys(expected)) expectClose(again[name], actual[name], 1e-6);
    await cpu.release();
    await gpu.release();
  });
});

function nameOf(leaf: Tensor): string {
  return leaf.source.kind === 'parameter' ? leaf.source.name : '';
}

type Take = (name: string, shape: readonly number[]) => Tensor;

/** One small network for each family of operations. */
function networks(): Record<string, (take: Take) => Tensor> {
  return {
    'unfolded shrinkage': (take) => {
      const [S, W, Y] = [take('S', [4, 6]), take('W', [4, 6]), take('Y', [10, 4])];
      const x = gemm(Y, W).reshape([2, 5, 6]).groupSoftThreshold(take('theta', []).abs(), 1).reshape([10, 6]);
      return gemm(gemm(x, S, { transposeB: true, alpha: -1, c: Y }), W, { c: x }).softThreshold(0.1);
    },
    convolutions: (take) => {
      const affine = { scale: take('scale', [3]), bias: take('bias', [3]) };
      const x = conv2d(take('x', [2, 2, 5, 5]), take('w', [3, 2, 3, 3]), { padding: 'same' });
      return conv2d(batchNorm(x, affine).y.leakyRelu(0.3), take('v', [1, 3, 3, 3])).sigmoid();
    },
    attention: (take) => {
      const [x, Wq] = [take('x', [2, 4, 6]), take('Wq', [6, 6])];
      const q = x.matmul(Wq);
      const mixed = q
        .matmul(x.transpose([0, 2, 1]))
        .softmax()
        .matmul(x);
      return layerNorm(mixed.add(x), { scale: take('scale', [6]), bias: take('bias', [6]) }).gelu();
    },
    'sparse recurrent': (take) => {
      const gate = (name: string) => ({
        input: take(`${name}/W`, [3, 2]),
        hidden: take(`${name}/U`, [3, 3]),
        bias: take(`${name}/b`, [3, 1]),
      });
      const weights = { input: gate('i'), forget: gate('f'), cell: gate('g'), output: gate('o') };
      const state = lstmCell(take('x', [2, 8]), { h: take('h', [3, 8]), c: take('c', [3, 8]) }, weights);
      return state.h.keepLargest(3).add(state.c.softplus());
    },
  };
}

function network(): TrainingOptions {
  const hidden = gemm(input('x', [4, 6]), parameter('W0', [6, 5]), { c: parameter('b0', [5]) }).relu();
  return {
    loss: gemm(hidden, parameter('W1', [5, 3]))
      .sub(input('t', [4, 3]))
      .square()
      .sum(),
    initial: {
      W0: Float32Array.from(numbers(30, 1)),
      b0: new Float32Array(5),
      W1: Float32Array.from(numbers(15, 2)),
    },
    optimizer: { kind: 'adamw', rate: { kind: 'constant', rate: 0.02 }, weightDecay: 0.01 },
    rateFactors: { W1: 0.5 },
  };
}

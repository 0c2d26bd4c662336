import { describe, test } from 'vitest';
import {
  batchNorm,
  compile,
  conv2d,
  gemm,
  gradients,
  layerNorm,
  lstm,
  parameter,
  type Tensor,
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
      const weights = { input: take('W', [12, 2]), hidden: take('U', [12, 3]), bias: take('b', [12, 1]) };
      const state = lstm(weights)(take('x', [2, 8]), { h: take('h', [3, 8]), c: take('c', [3, 8]) });
      return state.h.keepLargest(3).add(state.c.softplus());
    },
  };
}

import { describe, expect, test } from 'vitest';
import { gemm, input, parameter } from '../../src/graph/index.ts';
import { graphTrainer } from '../../src/unrolling/graph-trainer.ts';
import type { GraphTraining } from '../../src/unrolling/graph-training.ts';
import { expectClose, numbers } from '../graph/check.ts';
import { driver, possible } from '../graph/vulkan.ts';
import { advance, begin } from '../study/training/running.ts';

// Read by the Vulkan loader when this process opens its first model for WebGPU.
process.env.VK_ICD_FILENAMES = driver;

function network(device: 'cpu' | 'webgpu'): GraphTraining {
  const hidden = gemm(input('x', [4, 6]), parameter('W0', [6, 5]), { c: parameter('b0', [5]) }).relu();
  const rate = { kind: 'constant', rate: 0.02 } as const;
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
    optimizer: { kind: 'adamw', rate, rates: { W1: { ...rate, rate: 0.01 } }, weightDecay: 0.01, clip: 2 },
    parts: 1,
    feeds: (step) => ({ x: Float32Array.from(numbers(24, step)), t: Float32Array.from(numbers(12, 50 + step)) }),
    execution: { device },
  };
}

describe.skipIf(!possible)('on WebGPU', () => {
  test('training keeps parameters on the device and ends where the processor ends, stopped or not', async () => {
    const cpu = await begin(await graphTrainer(network('cpu')), 8);
    const gpu = await begin(await graphTrainer(network('webgpu')), 8);
    expect(gpu.trainer.kind).toBe('resident');
    const kept = await advance(gpu.run, 4);
    await advance(gpu.run, 8);
    await advance(cpu.run, 8);
    for (const [i, { loss }] of gpu.run.curve.entries()) expect(loss).toBeCloseTo(cpu.run.curve[i].loss, 4);
    const [expected, actual] = [await cpu.trainer.weights(), await gpu.trainer.weights()];
    for (const name of Object.keys(expected)) expectClose(actual[name].values, expected[name].values, 1e-4);

    const again = await begin(await graphTrainer(network('webgpu')), 8, kept);
    await advance(again.run, 8);
    expect(await again.trainer.weights()).toEqual(actual);
    await gpu.trainer.release();
    await again.trainer.release();
  });
});

import { describe, expect, test } from 'vitest';
import { gradients, input, onnxModel, type Tensor } from '../../src/graph/index.ts';
import { checkGradient, evaluate, numbers } from './check.ts';

describe('gradients', () => {
  test('add up over all ways from a tensor to the scalar', async () => {
    const x = { shape: [2, 2], data: numbers(4, 1) };
    await checkGradient((t) => t.matmul(t).add(t.mul(t).matmul(t)).sub(t), [x]);
  });

  test('of tensors in the middle of the graph', async () => {
    const build = (x: Tensor) => {
      const middle = x.square();
      return gradients(middle.mul(x).sum(), [middle])[0];
    };
    expect((await evaluate(build, { shape: [2], data: [3, -4] })).data).toEqual([3, -4]);
  });

  test('of tensors that the scalar does not depend on are zeros', async () => {
    const build = (x: Tensor, y: Tensor) => gradients(x.sum(), [y])[0].add(y.mul(0));
    const operands = [
      { shape: [2], data: [1, 2] },
      { shape: [3], data: [1, 2, 3] },
    ];
    expect((await evaluate(build, ...operands)).data).toEqual([0, 0, 0]);
  });

  test('do not pass a stopGradient, which changes no value', async () => {
    const build = (x: Tensor) => gradients(x.stopGradient().mul(x).sum(), [x])[0];
    expect((await evaluate(build, { shape: [2], data: [3, -4] })).data).toEqual([3, -4]);
    expect((await evaluate((x) => x.stopGradient(), { shape: [2], data: [3, -4] })).data).toEqual([3, -4]);
  });

  test('can be taken twice', async () => {
    const second = (x: Tensor) => gradients(gradients(x.pow(3).sum(), [x])[0].sum(), [x])[0];
    expect((await evaluate(second, { shape: [2], data: [3, -4] })).data).toEqual([18, -24]);
  });

  test('of a chain too deep for recursion', async () => {
    const x = input('x', []);
    let y = x;
    for (let i = 0; i < 15_000; i++) y = y.mul(x);
    const [d] = gradients(y, [x]);
    expect(d.shape).toEqual([]);
    expect(onnxModel({ d }).length).toBeGreaterThan(1e6);
  });

  test('need a scalar', () => {
    expect(() => gradients(input('x', [2, 3]), [])).toThrow('gradients: a scalar is needed, not [2, 3]');
  });
});

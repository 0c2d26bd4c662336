import { InferenceSession } from 'onnxruntime-node';
import { describe, expect, test } from 'vitest';
import { compile, gemm, gradients, input, onnxModel, parameter, Session, scope } from '../../src/graph/index.ts';
import { expectClose, numbers } from './check.ts';

describe('a model', () => {
  test('takes parameters as inputs while they are learned, and holds them once they are given', async () => {
    const y = input('x', [2, 3])
      .matmul(parameter('W', [3, 2]))
      .add(parameter('b', [2]));
    const W = Float32Array.of(1, 2, 3, 4, 5, 6);
    const b = Float32Array.of(10, 20);
    const x = Float32Array.of(1, 0, 0, 0, 1, 1);
    const open = await compile({ y });
    expect(Object.keys(open.inputs).sort()).toEqual(['W', 'b', 'x']);
    const whole = await Session.open(onnxModel({ y }, { weights: { W, b } }));
    expect(whole.inputs).toEqual({ x: { type: 'float32', shape: [2, 3] } });
    expect(whole.outputs).toEqual({ y: { type: 'float32', shape: [2, 2] } });
    const expected = Float32Array.of(11, 22, 18, 30);
    expect((await open.run({ x, W, b })).y).toEqual(expected);
    expect((await whole.run({ x })).y).toEqual(expected);
    await open.release();
    await whole.release();
  });

  test('is the same bytes whenever it is built', () => {
    const build = () => {
      const x = input('x', [4, 3]);
      const W = parameter('W', [3, 3]);
      const y = scope('layer0', () => x.matmul(W).relu().softmax());
      const loss = y.square().sum();
      return onnxModel({ loss, dW: gradients(loss, [W])[0] }, { metadata: { key: 'k' } });
    };
    expect(build()).toEqual(build());
  });

  test('names its operators after their scope', () => {
    const y = scope('net', () => scope('layer0', () => input('x', [2]).relu()));
    const text = Buffer.from(onnxModel({ y })).toString('latin1');
    expect(text).toContain('net/layer0/Relu_0');
  });

  test('gives inputs, constants and repeated results out under other names', async () => {
    const x = input('x', [2]);
    const y = x.neg();
    const session = await compile({ same: x, y, again: y, stopped: y.stopGradient() });
    const results = await session.run({ x: Float32Array.of(1, 2) });
    expect(results.same).toEqual(Float32Array.of(1, 2));
    for (const name of ['y', 'again', 'stopped']) expect(results[name]).toEqual(Float32Array.of(-1, -2));
    await session.release();
  });

  test('refuses names that clash or that ONNX tools cannot show', () => {
    expect(() => onnxModel({ y: input('x', [2]).add(input('x', [2])) })).toThrow('two inputs are called "x"');
    expect(() => onnxModel({ y: input('a b', [2]).neg() })).toThrow('"a b" cannot name an input');
    expect(() => onnxModel({ y: input('constant/0', [2]).neg() })).toThrow('cannot name an input');
    expect(() => onnxModel({ x: input('x', [2]).neg() })).toThrow('an output cannot be called "x"');
  });

  test('refuses weights of another size or type', () => {
    const y = input('x', [2]).add(parameter('b', [2]));
    expect(() => onnxModel({ y }, { weights: { b: new Float32Array(3) } })).toThrow(
      'weight b: 3 float32 values do not fill float32 [2]',
    );
    expect(() => onnxModel({ y }, { weights: { b: new Float64Array(2) } })).toThrow('2 float64 values');
  });
});

describe('a session', () => {
  test('names the input that is missing, unknown or of another size', async () => {
    const session = await compile({ y: input('x', [2, 2]).add(input('z', [2])) });
    const x = new Float32Array(4);
    await expect(session.run({ x })).rejects.toThrow('input z is not fed');
    await expect(session.run({ x, z: new Float32Array(3) })).rejects.toThrow(
      'input z: 3 float32 values do not fill float32 [2]',
    );
    await expect(session.run({ x, z: new Float64Array(2) })).rejects.toThrow('input z: 2 float64 values');
    await expect(session.run({ x, z: new Float32Array(2), q: x })).rejects.toThrow('the model has no input q');
    await session.release();
  });

  test('takes indices as int64', async () => {
    const session = await compile({ y: input('x', [3, 2]).gather(input('rows', [2], 'int64')) });
    const { y } = await session.run({ x: Float32Array.of(0, 1, 2, 3, 4, 5), rows: BigInt64Array.of(2n, 0n) });
    expect(y).toEqual(Float32Array.of(4, 5, 0, 1));
    await session.release();
  });

  test('feeds views without copying them, and leaves them as they are', async () => {
    const session = await compile({ y: input('x', [3]).mul(2) });
    const memory = Float32Array.from(numbers(100, 1));
    const x = memory.subarray(7, 10);
    const before = memory.slice();
    expect((await session.run({ x })).y).toEqual(x.map((v) => 2 * v));
    expect(memory).toEqual(before);
    await session.release();
  });

  test('gives the same bytes on every run with one thread, and nearly the same with two', async () => {
    const W = parameter('W', [64, 64]);
    let x = input('x', [64, 64]);
    for (let i = 0; i < 4; i++) x = gemm(x, W, { c: x }).tanh();
    const outputs = { y: x, dW: gradients(x.square().sum(), [W])[0] };
    const feeds = {
      x: Float32Array.from(numbers(4096, 1)),
      W: Float32Array.from(numbers(4096, 2), (v) => v / 8),
    };
    const [one, other, two] = await Promise.all([compile(outputs), compile(outputs), compile(outputs, { threads: 2 })]);
    const result = await one.run(feeds);
    expect(await one.run(feeds)).toEqual(result);
    expect(await other.run(feeds)).toEqual(result);
    expectClose((await two.run(feeds)).dW as Float32Array, result.dW as Float32Array, 1e-5);
    for (const session of [one, other, two]) await session.release();
  });

  test('opens graphs of thousands of operators quickly', async () => {
    let x = input('x', [2]);
    for (let i = 0; i < 4000; i++) x = x.add(1);
    const start = performance.now();
    const session = await compile({ y: x.neg() });
    expect(performance.now() - start).toBeLessThan(5000);
    expect((await session.run({ x: Float32Array.of(0, 1) })).y).toEqual(Float32Array.of(-4000, -4001));
    await session.release();
  });

  test('reads models that other programs wrote, axes left open included', async () => {
    // y = x + x for x of [n, 2], put together from the message numbers of onnx.proto.
    const { Message } = await import('../../src/graph/onnx/wire.ts');
    const value = (name: string) => {
      const dims = new Message().message(1, new Message().text(2, 'n')).message(1, new Message().integer(1, 2));
      const type = new Message().message(1, new Message().integer(1, 1).message(2, dims));
      return new Message().text(1, name).message(2, type);
    };
    const node = new Message().text(1, 'x').text(1, 'x').text(2, 'y').text(4, 'Add');
    const graph = new Message().message(1, node).text(2, 'g').message(11, value('x')).message(12, value('y'));
    const model = new Message().integer(1, 9).message(7, graph).message(8, new Message().integer(2, 18));
    const session = await Session.open(model.finish());
    expect(session.inputs.x.shape).toEqual([-1, 2]);
    expect((await session.run({ x: Float32Array.of(1, 2, 3, 4, 5, 6) })).y).toEqual(
      Float32Array.of(2, 4, 6, 8, 10, 12),
    );
    await expect(session.run({ x: Float32Array.of(1, 2, 3) })).rejects.toThrow('3 float32 values do not fill');
    await session.release();
  });

  test('lets metadata travel with the model', async () => {
    const model = onnxModel({ y: input('x', [1]).neg() }, { metadata: { key: 'abc' } });
    expect(Buffer.from(model).toString('latin1')).toContain('abc');
    await (await InferenceSession.create(model)).release();
  });
});

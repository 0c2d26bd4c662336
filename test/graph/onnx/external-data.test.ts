import fc from 'fast-check';
import { expect, test } from 'vitest';
import { constant, input, onnxModel } from '../../../src/graph/index.ts';
import { externalData } from '../../../src/graph/onnx/external-data.ts';
import { Message } from '../../../src/graph/onnx/wire.ts';
import { productWithExternalWeights } from './external-model.ts';

const model = productWithExternalWeights('w.data', [2, 2], { Y: [2, 1], X: [2, 1] });

test('finds the file of an initializer, and none in a model that holds its weights', () => {
  expect(externalData(model)).toEqual(['w.data']);
  const whole = onnxModel({ X: input('Y', [2]).add(constant([1, 2], [2])) });
  expect(externalData(whole)).toEqual([]);
});

test('finds the files of tensors in attributes, in branches and in functions', () => {
  const tensor = (location: string) =>
    new Message().message(13, new Message().text(1, 'location').text(2, location)).integer(14, 1);
  const constantNode = (location: string) =>
    new Message().text(4, 'Constant').message(5, new Message().message(5, tensor(location)));
  const branch = new Message().message(1, constantNode('branch')).message(5, tensor('initializer'));
  const sparse = new Message().message(1, tensor('values')).message(2, tensor('indices'));
  const graph = new Message()
    .message(1, constantNode('attribute'))
    .message(1, new Message().text(4, 'If').message(5, new Message().message(6, branch)))
    .message(15, sparse);
  const file = new Message().message(7, graph).message(25, new Message().message(7, constantNode('function')));
  const found = ['attribute', 'branch', 'function', 'indices', 'initializer', 'values'];
  expect(externalData(file.finish())).toEqual(found);
});

test('takes any bytes', () => {
  fc.assert(
    fc.property(fc.nat(model.length), fc.uint8Array({ maxLength: 20 }), (at, noise) => {
      const damaged = Uint8Array.from([...model.subarray(0, at), ...noise]);
      expect(Array.isArray(externalData(damaged))).toBe(true);
    }),
  );
});

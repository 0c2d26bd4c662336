import { expect, test } from 'vitest';
import { fieldsOf, Message } from '../../../src/graph/onnx/wire.ts';

const bytes = (message: Message) => Array.from(message.finish());

test('writes the examples of the encoding guide', () => {
  // https://protobuf.dev/programming-guides/encoding/: a = 150 in field 1; "testing" in field 2; a submessage in field 3;
  // 3, 270, 86942 packed in field 6.
  expect(bytes(new Message().integer(1, 150))).toEqual([0x08, 0x96, 0x01]);
  expect(bytes(new Message().text(2, 'testing'))).toEqual([0x12, 7, 0x74, 0x65, 0x73, 0x74, 0x69, 0x6e, 0x67]);
  expect(bytes(new Message().message(3, new Message().integer(1, 150)))).toEqual([0x1a, 3, 0x08, 0x96, 0x01]);
  expect(bytes(new Message().packed(6, [3, 270, 86942]))).toEqual([0x32, 6, 3, 0x8e, 0x02, 0x9e, 0xa7, 0x05]);
});

test('writes negative numbers in ten bytes, floats in four', () => {
  expect(bytes(new Message().integer(1, -2))).toEqual([0x08, 0xfe, ...new Array(8).fill(0xff), 0x01]);
  expect(bytes(new Message().float(5, 1))).toEqual([0x2d, 0, 0, 0x80, 0x3f]);
  expect(bytes(new Message().integer(20, 7))).toEqual([0xa0, 0x01, 7]);
});

test('reads back the fields that it writes, and refuses what is cut off', () => {
  const message = new Message()
    .integer(1, -2)
    .text(2, 'testing')
    .float(5, 1)
    .integer(20, 300)
    .bytes(400, Uint8Array.of(7));
  const read = [...fieldsOf(message.finish())].map(({ field, bytes: content }) => [field, content && [...content]]);
  expect(read).toEqual([
    [1, undefined],
    [2, [...Buffer.from('testing')]],
    [5, undefined],
    [20, undefined],
    [400, [7]],
  ]);
  const cut = message.finish().subarray(0, -1);
  expect(() => [...fieldsOf(cut)]).toThrow(RangeError);
  expect(() => [...fieldsOf(Uint8Array.of(0x0b))]).toThrow('no field has the wire type 3');
});

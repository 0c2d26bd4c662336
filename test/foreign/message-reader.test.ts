import { describe, expect, it } from 'vitest';
import { bytesOf, type Header, lineOf } from '../../src/foreign/message.ts';
import { MessageReader } from '../../src/foreign/message-reader.ts';

const values = Float64Array.of(1, -2, 3.5, 4, 5, 6);
const header = {
  arrays: [
    { name: 'V', type: 'complex128' as const, shape: [1, 2] },
    { name: 'active', type: 'float64' as const, shape: [2] },
  ],
};
const stream = Buffer.concat([lineOf({ solved: 3 }), lineOf(header), bytesOf(values), lineOf({ error: 'no' })]);

describe('a reader of messages', () => {
  it.each([1, 3, 7, 50, 1000])('puts them together from chunks of %d bytes', (size) => {
    const reader = new MessageReader(() => {});
    const found = [];
    for (let at = 0; at < stream.length; at += size) found.push(...reader.push(stream.subarray(at, at + size)));
    expect(found.map((message) => message.header)).toEqual([{ solved: 3 }, header, { error: 'no' }]);
    expect(found[1].values).toEqual([values.slice(0, 4), values.slice(4)]);
  });

  it.each<[string, string, string]>([
    ['no JSON', 'Hello\n', 'a line of JSON was expected, not "Hello"'],
    ['no object', '3\n', 'a JSON object was expected, not 3'],
    ['arrays of another form', '{"arrays":[{"name":"V","type":"int8","shape":[1]}]}\n', '"arrays" must be a list of'],
    ['a negative length', '{"arrays":[{"name":"V","type":"float64","shape":[-1]}]}\n', '"arrays" must be a list of'],
    ['a line without end', 'x'.repeat(2 ** 20 + 2), 'bytes without one'],
  ])('refuses %s', (_, text, message) => {
    expect(() => [...new MessageReader(() => {}).push(Buffer.from(text))]).toThrow(message);
  });

  it('refuses a header that is not wanted before its arrays come', () => {
    const reader = new MessageReader(({ arrays = [] }: Header) => {
      if (arrays.some(({ shape }) => shape[0] > 10)) throw new Error('too much');
    });
    const huge = lineOf({ arrays: [{ name: 'V', type: 'float64', shape: [1e12] }] });
    expect(() => [...reader.push(huge)]).toThrow('too much');
  });
});

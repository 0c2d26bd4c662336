import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readSafeTensors, writeSafeTensors } from '../../src/arrays/safetensors.ts';

test('writes the bytes of a file that was put together by hand', () => {
  const file = writeSafeTensors({ arrays: { w: { shape: [2], data: Float32Array.of(1, -2) } }, metadata: { k: 'v' } });
  const header = '{"__metadata__":{"k":"v"},"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}';
  const padded = header.padEnd(Math.ceil(header.length / 8) * 8);
  const expected = [
    ...[padded.length, 0, 0, 0, 0, 0, 0, 0],
    ...new TextEncoder().encode(padded),
    // 1 and -2 in IEEE 754, little-endian
    ...[0x00, 0x00, 0x80, 0x3f, 0x00, 0x00, 0x00, 0xc0],
  ];
  expect(Array.from(file)).toEqual(expected);
});

const arrays = fc.dictionary(
  fc.string({ minLength: 1, maxLength: 8 }).filter((name) => name !== '__metadata__' && name !== '__proto__'),
  fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 3 }).chain((shape) => {
    const size = shape.reduce((a, b) => a * b, 1);
    const exact = { minLength: size, maxLength: size };
    const data = fc.oneof(fc.float32Array(exact), fc.float64Array(exact), fc.uint16Array(exact));
    return fc.record({ shape: fc.constant(shape), data });
  }),
);

test('reads back what it wrote, whatever the order and the place in memory', () => {
  fc.assert(
    fc.property(
      arrays,
      fc.dictionary(
        fc.string().filter((k) => k !== '__proto__'),
        fc.string(),
      ),
      (given, metadata) => {
        const file = writeSafeTensors({ arrays: given, metadata });
        const moved = Buffer.concat([Buffer.alloc(3), file]).subarray(3);
        const back = readSafeTensors(moved);
        expect(back.metadata).toEqual({ ...metadata });
        expect(Object.keys(back.arrays).sort()).toEqual(Object.keys(given).sort());
        for (const [name, { shape, data }] of Object.entries(given)) expect(back.arrays[name]).toEqual({ shape, data });
        const turned = Object.fromEntries(Object.entries(given).reverse());
        expect(writeSafeTensors({ arrays: turned, metadata })).toEqual(file);
      },
    ),
  );
});

test('refuses what is no such file, saying why', () => {
  const good = writeSafeTensors({ arrays: { w: { shape: [2], data: Float32Array.of(1, 2) } }, metadata: {} });
  expect(() => readSafeTensors(new Uint8Array(4))).toThrow('cut short');
  expect(() => readSafeTensors(new Uint8Array(64).fill(255))).toThrow('cut short');
  expect(() => readSafeTensors(good.subarray(0, good.length - 1))).toThrow('w: bytes 0 to 8 of 7');
  const edited = (from: string, to: string) => {
    const text = Buffer.from(good).toString('latin1').replace(from, to.padEnd(from.length));
    return new Uint8Array(Buffer.from(text, 'latin1'));
  };
  expect(() => readSafeTensors(edited('"F32"', '"F16"'))).toThrow('w: type F16 is not among F32, F64, BF16');
  expect(() => readSafeTensors(edited('[2]', '[3]'))).toThrow('do not hold F32 [3]');
  expect(() => readSafeTensors(edited('[0,8]', '[-8,0]'.slice(0, 5)))).toThrow();
});

test('survives arbitrary bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
      try {
        readSafeTensors(bytes);
      } catch (error) {
        expect(error).toBeInstanceOf(Error);
      }
    }),
  );
});

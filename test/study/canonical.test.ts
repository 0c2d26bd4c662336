import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalHash, canonicalJson } from '../../src/study/canonical.ts';

describe('canonical JSON', () => {
  it('sorts keys at every depth and leaves lists in their order', () => {
    expect(canonicalJson({ b: [2, 1, { d: null, c: 'x' }], a: true })).toBe('{"a":true,"b":[2,1,{"c":"x","d":null}]}');
  });

  it('has one zero, and no members that are undefined', () => {
    expect(canonicalJson({ zero: -0, none: undefined })).toBe('{"zero":0}');
  });

  it('refuses what JSON cannot hold', () => {
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, undefined, () => 1]) {
      expect(() => canonicalJson([value])).toThrow(TypeError);
    }
  });

  it('is JSON of an equal value', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        expect(JSON.parse(canonicalJson(value))).toEqual(
          JSON.parse(JSON.stringify(value, (_, v) => (v === 0 ? 0 : v))),
        );
      }),
    );
  });

  it('gives equal hashes to equal values however their keys were ordered, and others to others', () => {
    expect(canonicalHash({ M: 8, K: 4 })).toBe(canonicalHash({ K: 4, M: 8 }));
    expect(canonicalHash({ M: 8, K: 4 })).not.toBe(canonicalHash({ M: 8, K: '4' }));
    // The well-known SHA-256 of the two bytes "{}".
    expect(canonicalHash({})).toBe('44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a');
  });
});

import { describe, expect, test } from 'vitest';
import { codewordLength } from '../../../src/problems/csi-feedback/scenario.ts';
import { instance, scenario } from './drawing.ts';

describe('a drawn instance', () => {
  test('has samples whose entries have a mean square of 1', () => {
    for (const axes of [{}, { environment: 'outdoor' }, { Nt: 8, Nc: 64, Na: 12 }] as const) {
      const { X, Na, Nt } = instance(axes, 3);
      expect(X.length).toBe(3 * 2 * Na * Nt);
      for (let i = 0; i < 3; i++) {
        const sample = X.subarray(i * 2 * Na * Nt, (i + 1) * 2 * Na * Nt);
        expect(sample.reduce((sum, x) => sum + x * x, 0) / sample.length).toBeCloseTo(1, 6);
      }
    }
  });

  test('shows the same sample whatever the range it is drawn in, and whatever its codeword', () => {
    const [many, alone] = [instance({}, 5, 3), instance({ compression: '1/4', bits: 3 }, 1, 5)];
    expect(many.X.slice(2 * 2048, 3 * 2048)).toEqual(alone.X);
    expect([many.M, alone.M, many.bits, alone.bits]).toEqual([128, 512, undefined, 3]);
    expect(many.X.slice(0, 2048)).not.toEqual(alone.X);
  });

  test('keeps its first rows when more are kept, and its energy in them', () => {
    const [few, more] = [instance({ Na: 16 }, 1).X, instance({ Na: 32 }, 1).X];
    const [a, b] = [few.subarray(0, 512), more.subarray(0, 512)];
    const ratio = a[0] / b[0];
    expect(ratio).toBeGreaterThanOrEqual(Math.SQRT1_2);
    a.forEach((value, i) => {
      expect(value).toBeCloseTo(ratio * b[i], 5);
    });
  });
});

describe('a scenario', () => {
  test('has the defaults of the paper', () => {
    expect(scenario()).toEqual({
      compression: '1/16',
      bits: 'none',
      environment: 'indoor',
      Nt: 32,
      Nc: 1024,
      Na: 32,
    });
  });

  test.each([
    ['1/16', '1/16'],
    ['2/32', '1/16'],
    [' 1 / 4 ', '1/4'],
    [0.0625, '1/16'],
    ['0.125', '1/8'],
    [1, '1/1'],
    ['3/64', '3/64'],
  ])('takes %j as the ratio %s', (written, name) => {
    expect(scenario({ compression: written as string }).compression).toBe(name);
  });

  test('has M = 2 Na Nt times the ratio, exactly', () => {
    expect(['1/4', '1/8', '1/16', '1/32', '1/64'].map((ratio) => codewordLength(ratio, 2048))).toEqual([
      512, 256, 128, 64, 32,
    ]);
    expect(codewordLength('3/7', 49)).toBe(21);
  });

  test.each([
    [{ compression: '1/3' }, '1/3 of the 2048 numbers'],
    [{ compression: '5/4' }, 'accepted: a ratio in (0, 1]'],
    [{ compression: 0 }, 'accepted: a ratio'],
    [{ compression: '1/0' }, 'accepted: a ratio'],
    [{ compression: '' }, 'accepted: a ratio'],
    [{ compression: 'sixteen' }, 'accepted: a ratio'],
    [{ compression: 0.061 }, 'of the 2048 numbers'],
    [{ bits: 0 }, 'bits'],
    [{ environment: 'rural' }, 'environment'],
    [{ Na: 64, Nc: 32 }, 'Na <= 32'],
    [{ Na: 1024, Nt: 1024 }, 'at most 2 Na Nt = 65536'],
    [{ snr: 4 }, 'snr'],
  ])('like %j is refused', (axes, message) => {
    expect(() => scenario(axes as never)).toThrow(message);
  });
});

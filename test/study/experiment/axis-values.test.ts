import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../../src/messages.ts';
import { axisValues, parseAxes } from '../../../src/study/experiment/axis-values.ts';

describe('values of an axis', () => {
  it.each([
    [10, [10]],
    [
      [1, 'binary', true],
      [1, 'binary', true],
    ],
    ['0:5:30', [0, 5, 10, 15, 20, 25, 30]],
    ['30:-10:0', [30, 20, 10, 0]],
    ['0.1:0.1:0.5', [0.1, 0.2, 0.3, 0.4, 0.5]],
    ['0:4:10', [0, 4, 8]],
    [' -5 : 5 : 5 ', [-5, 0, 5]],
    [
      ['0:1:2', 10],
      [0, 1, 2, 10],
    ],
    ['gaussian', ['gaussian']],
    ['a:b:c', ['a:b:c']],
  ])('%j are %j', (written, values) => {
    expect(axisValues(written, 'snr', 'here')).toEqual(values);
  });

  it('refuses ranges that never arrive, and those that never end', () => {
    for (const range of ['0:-5:30', '0:0:30', '5:0:5']) {
      expect(() => axisValues(range, 'snr', 'fig1.yaml:3:4')).toThrow(
        `fig1.yaml:3:4: snr = "${range}" never gets from the first value to the last; accepted: first:step:last, as in 0:5:30`,
      );
    }
    expect(() => axisValues('0:1e-9:30', 'snr', 'x')).toThrow(/are too many; accepted: at most 10000/);
  });

  it.each([
    ['-3.6:1.2:0', [-3.6, -2.4, -1.2, 0]],
    ['1e-3:1e-3:0.003', [0.001, 0.002, 0.003]],
  ])('writes %s with the decimals it was given', (range, expected) => {
    expect(axisValues(range, 'snr', 'place')).toEqual(expected);
  });

  it('has both ends where the steps meet them', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -500, max: 500 }),
        fc.integer({ min: 1, max: 50 }),
        fc.nat(200),
        (first, step, n) => {
          const values = axisValues(`${first / 10}:${step / 10}:${(first + n * step) / 10}`, 'x', 'x');
          expect(values).toEqual(Array.from({ length: n + 1 }, (_, i) => Number(((first + i * step) / 10).toFixed(6))));
        },
      ),
    );
  });
});

describe('axes on the command line', () => {
  it('are numbers, truth values, ranges or words', () => {
    expect(parseAxes(['snr=0,-5,1e1', 'preamble=binary', 'fast=true', 'M=1:1:3'])).toEqual({
      snr: [0, -5, 10],
      preamble: ['binary'],
      fast: [true],
      M: ['1:1:3'],
    });
  });

  it('given twice take both lists', () => {
    expect(parseAxes(['snr=0', 'snr=5'])).toEqual({ snr: [0, 5] });
  });

  it.each(['snr', '=3', 'snr=', 'a b=1'])('refuses %j', (flag) => {
    expect(() => parseAxes([flag])).toThrow(UserError);
  });

  it('takes no axis for a part of every object', () => {
    expect(Object.keys(parseAxes(['constructor=1', 'toString=2']))).toEqual(['constructor', 'toString']);
  });
});

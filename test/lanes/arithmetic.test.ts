import { setFlagsFromString } from 'node:v8';
import { afterEach, describe, expect, test } from 'vitest';
import { hasFastArithmetic, useArithmetic } from '../../src/lanes/arithmetic.ts';
import { type ComplexMatrix, engine, load, multiply, type Precision } from '../../src/lanes/index.ts';
import { specialised } from '../../src/lanes/specialised/module.ts';
import { draw, run } from '../problems/beamforming/solving.ts';
import { randomTrials, read } from './oracle.ts';

// What Node 22 has, Node 20 has under a flag of V8; where it has neither, there is nothing to test.
if (!hasFastArithmetic()) setFlagsFromString('--experimental-wasm-relaxed-simd');

afterEach(() => useArithmetic('strict'));

const forms: Record<string, (C: ComplexMatrix, A: ComplexMatrix, B: ComplexMatrix) => void> = {
  'A B': (C, A, B) => multiply(C, A, B),
  'A^H B': (C, A, B) => multiply(C, A.adjoint, B),
  'A B^H': (C, A, B) => multiply(C, A, B.adjoint),
};

describe.runIf(hasFastArithmetic())('fast arithmetic', () => {
  test.each(['f64', 'f32'] as const)('gives the products of the strict one to rounding, %s', (precision: Precision) => {
    const lanes = engine(precision);
    lanes.scope(() => {
      const [A, B, C] = [lanes.complex(5, 5), lanes.complex(5, 5), lanes.complex(5, 5)];
      load(A, randomTrials(lanes.width, 5, 5, 1), { first: 0, count: lanes.width });
      load(B, randomTrials(lanes.width, 5, 5, 2), { first: 0, count: lanes.width });
      for (const form of Object.values(forms)) {
        form(C, A, B);
        const strict = read(C, lanes.width);
        useArithmetic('fast');
        const program = lanes.specialise(() => form(C, A, B));
        useArithmetic('strict');
        program.run();
        const [fast, tolerance] = [read(C, lanes.width), precision === 'f64' ? 1e-14 : 1e-5];
        for (const [i, value] of strict.entries()) expect(Math.abs(fast[i] - value)).toBeLessThan(tolerance);
      }
    });
  });

  test('is in modules that were asked for with it, and in no others', () => {
    const product = { kernel: 'product', args: [0, 0, 0, 1, 8, 8, 8, 0, 1024, 0, 9000, 1024, 0, 18000, 1024, 0] };
    const instructions = (arithmetic: 'strict' | 'fast') =>
      Buffer.from(specialised([product], { precision: 'f64', rowBytes: 64, arithmetic })).includes(
        Buffer.from([0xfd, 0x87, 0x02]),
      );
    expect(instructions('fast')).toBe(true);
    expect(instructions('strict')).toBe(false);
  });

  test('iterates WMMSE as the strict one does, to rounding', async () => {
    const instance = draw({ M: 8, K: 4, N: 2, d: 2, snr: 10 }, 9);
    const rates = async () => (await run('wmmse', instance, { iterations: 5 }, ['wsr'])).metrics.get('wsr 5')!;
    const strict = await rates();
    useArithmetic('fast');
    const fast = await rates();
    for (const [trial, rate] of strict.entries()) expect(Math.abs(fast[trial] / rate - 1)).toBeLessThan(1e-11);
  });
});

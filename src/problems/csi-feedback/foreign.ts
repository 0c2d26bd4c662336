import type { ForeignForm } from '../../contracts/foreign.ts';
import type { TrialRange } from '../../contracts/scenario.ts';
import { type Encoder, feedback } from './feedback.ts';
import type { Instance } from './instance.ts';
import type { Solution } from './solution.ts';

/**
 * Schemes of the user's own, in two functions that know nothing of each other: `encode` gets samples X [trials, 2, Na, Nt], real plane and
 * imaginary plane, and returns codewords s [trials, M]; `decode` gets these as they come through the feedback, quantized where the
 * scenario has bits, and returns the samples. Both are given the sizes M, Na and Nt.
 */
export const foreign: ForeignForm<Instance, Solution> = {
  steps: {
    encode: { inputs: ['X', 'M', 'Na', 'Nt'], output: 's' },
    decode: { inputs: ['s', 'M', 'Na', 'Nt'], output: 'X' },
  },
  async solve(instance, solver, observer) {
    const { M, Na, Nt, range, X } = instance;
    const numbers = { M, Na, Nt };
    const encodeAll = async (samples: Float32Array, { first, count }: TrialRange) => {
      const arrays = [{ name: 'X', shape: [count, 2, Na, Nt], complex: false, values: samples, perTrial: true }];
      const codewords = new Float32Array(count * M);
      const given = { range: { first, count }, arrays, numbers };
      for await (const part of solver.call('encode', given, [{ name: 's', axes: [['M', M]], complex: false }])) {
        codewords.set(part.iterates[0].s, (part.range.first - first) * M);
      }
      return codewords;
    };
    const encode: Encoder = (samples, count) => encodeAll(samples, { first: range.first, count });
    const through = await feedback(instance, encode, `foreign ${solver.key}`, { codebook: 'each entry' });
    const values = await through(X, range.count);
    const arrays = [{ name: 's', shape: [range.count, M], complex: false, values, perTrial: true }];
    const wanted = {
      name: 'X',
      axes: [
        ['2', 2],
        ['Na', Na],
        ['Nt', Nt],
      ] as const,
      complex: false,
    };
    for await (const { range: part, iterates } of solver.call('decode', { range, arrays, numbers }, [wanted])) {
      for (const [k, { X: estimate }] of iterates.entries()) {
        observer.solution(solver.iterates ? k + 1 : null, part, { X: estimate });
      }
    }
  },
};

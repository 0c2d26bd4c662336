import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { type Architecture, parametersOf } from '../../../../src/problems/beamforming/lagd/network.ts';
import { numbers } from '../../../lanes/oracle.ts';
import { draw, run, solverNamed } from '../solving.ts';
import { type Channel, iterate } from './algorithm.ts';

const folder = mkdtempSync(join(tmpdir(), 'theta-'));
afterAll(() => rmSync(folder, { recursive: true }));

const base: Architecture = {
  network: 'fnn',
  layers: 1,
  units: 5,
  activation: 'none',
  memory: 'none',
  convolution: '2-d',
  kernel: 3,
};

/** Random arrays of an architecture, as nested lists. */
function arraysOf(architecture: Architecture, width: number): Record<string, unknown> {
  const next = numbers(17);
  const nested = (shape: readonly number[], bound: number): unknown =>
    shape.length === 0 ? bound * next() : Array.from({ length: shape[0] }, () => nested(shape.slice(1), bound));
  return Object.fromEntries(
    parametersOf(architecture, width).map(({ name, shape, bound }) => [name, nested(shape, bound)]),
  );
}

const cases: [string, Partial<Architecture> & { variant?: 'iterated'; learningRate?: number }][] = [
  ['the published code: linear maps, anchored', {}],
  ['two bent layers, anchored', { layers: 2, activation: 'tanh' }],
  ['Algorithm 1 as printed', { variant: 'iterated', learningRate: 1e-3 }],
  ['two LSTM cells', { network: 'lstm', layers: 2 }],
  ['LSTM cells that remember, iterated', { network: 'lstm', layers: 2, memory: 'carried', variant: 'iterated' }],
  ['two convolutions', { network: 'cnn', layers: 2, units: 1 }],
  ['convolutions with three channels and bends', { network: 'cnn', layers: 2, units: 3, activation: 'tanh' }],
  ['convolutions of a line', { network: 'cnn', layers: 2, units: 2, convolution: '1-d' }],
  ['a kernel larger than the image', { network: 'cnn', layers: 1, units: 1, kernel: 7 }],
];

describe('a run from given theta is the algorithm, number by number', () => {
  const trials = 2;
  const iterations = 20;
  const axes = { M: 3, K: 2, N: 1, d: 1, snr: 20, offset: 1 };
  const instance = draw(axes, trials, 4);
  const { M, K } = instance;

  test.each(cases)('%s', async (_, changes) => {
    const { variant = 'anchored', learningRate = 1e-2, ...shape } = changes;
    const architecture = { ...base, ...shape };
    const theta = arraysOf(architecture, 2 * M);
    const path = join(folder, 'theta.json');
    writeFileSync(path, JSON.stringify(theta));
    const { V, metrics, violations } = await run(
      'lagd',
      instance,
      { ...architecture, variant, learningRate, theta: path, iterations, report: 'every', precision: 'f64' },
      ['wsr'],
    );
    expect(violations).toEqual([]);
    for (let trial = 0; trial < trials; trial++) {
      const H: Channel = Array.from({ length: K }, (_, k) =>
        Array.from({ length: M }, (_, m) => {
          const at = 2 * ((trial * K + k) * M + m);
          return [instance.H[at], instance.H[at + 1]] as const;
        }),
      );
      // V and P as they are at noise power 0.1: the solver's default.
      const sigma2 = 0.1;
      const P = sigma2 * instance.P;
      const norm = Math.sqrt(H.flat(2).reduce((sum, x) => sum + x * x, 0) / P);
      const V0 = H.map((h) => [...h.map(([re]) => re / norm), ...h.map(([, im]) => -im / norm)]);
      const expected = iterate({ ...architecture, H, P, sigma2, variant, learningRate, iterations, theta, V0 });
      for (const [i, { V: atIteration, rate }] of expected.entries()) {
        expect(Math.abs(metrics.get(`wsr ${i + 1}`)![trial] - rate)).toBeLessThan(1e-9);
        const found = V.get(i + 1)!;
        for (let k = 0; k < K; k++) {
          for (let m = 0; m < M; m++) {
            const at = 2 * ((trial * M + m) * K + k);
            const unit = Math.sqrt(sigma2);
            expect(Math.abs(found[at] * unit - atIteration[k][m])).toBeLessThan(1e-9);
            expect(Math.abs(found[at + 1] * unit - atIteration[k][M + m])).toBeLessThan(1e-9);
          }
        }
      }
    }
  });
});

describe('a file of theta', () => {
  const write = (name: string, content: unknown) => {
    const path = join(folder, name);
    writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
    return path;
  };
  const architecture = { ...base, units: 2 };
  const good = arraysOf(architecture, 4);
  const solve = (theta: string) => run('lagd', draw({ M: 2, K: 2, N: 1, d: 1 }, 1), { units: 2, iterations: 1, theta });

  test('becomes part of the parameters with the hash of its content', async () => {
    const { parameters } = await solverNamed('lagd');
    const path = write('good.json', good);
    const first = parameters.parse({ theta: path }).theta as string;
    expect(first.startsWith(`${path}#sha256=`)).toBe(true);
    expect(parameters.parse({ theta: first }).theta).toBe(first);
    write('good.json', { ...good, 'out.bias': [1, 2, 3, 4] });
    expect(parameters.parse({ theta: path }).theta).not.toBe(first);
    expect(parameters.safeParse({ theta: first }).error?.issues[0].message).toContain(
      'changed while it was being used',
    );
  });

  test('that is missing is refused', async () => {
    const { parameters } = await solverNamed('lagd');
    const missing = join(folder, 'missing.json');
    expect(parameters.safeParse({ theta: missing }).error?.issues).toMatchObject([
      { path: ['theta'], message: `${missing} does not exist` },
    ]);
  });

  test.each([
    ['broken.json', '{', 'no JSON object'],
    ['list.json', [], 'no JSON object'],
    [
      'unknown.json',
      { ...good, 'hidden.1.weight': [] },
      'unknown array "hidden.1.weight"; did you mean "hidden.0.weight"?',
    ],
    ['lacking.json', { ...good, 'out.bias': undefined }, '"out.bias" is not what this network needs'],
    ['short.json', { ...good, 'out.bias': [1, 2, 3] }, 'finite numbers in nested lists of shape (4)'],
    [
      'deep.json',
      {
        ...good,
        'hidden.0.weight': [
          [1, 2, 3, [4]],
          [1, 2, 3, 4],
        ],
      },
      'nested lists of shape (2, 4)',
    ],
    ['text.json', { ...good, 'out.bias': [1, 2, 3, 'x'] }, '"out.bias" is not'],
  ])('%s is refused with what was expected', async (name, content, message) => {
    await expect(solve(write(name, content))).rejects.toThrow(message);
  });
});

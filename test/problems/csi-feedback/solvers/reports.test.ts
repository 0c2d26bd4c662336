import { describe, expect, test } from 'vitest';
import type { Observer } from '../../../../src/contracts/problem.ts';
import { csiFeedback } from '../../../../src/problems/csi-feedback/problem.ts';
import type { Solution } from '../../../../src/problems/csi-feedback/solution.ts';
import { channel } from '../../../../src/problems/csi-feedback/solvers/channel.ts';
import { complexity } from '../../../../src/problems/csi-feedback/solvers/complexity.ts';
import { scenario, streams } from '../drawing.ts';

interface Told {
  readonly name: string;
  readonly values: readonly number[];
  readonly iteration: number | null | undefined;
}

/** What a solver says of itself. */
async function told(solve: (observer: Observer<Solution>) => void | Promise<void>): Promise<Told[]> {
  const all: Told[] = [];
  await solve({
    solution() {},
    lost() {},
    diagnostic(name, _, __, values, iteration) {
      all.push({ name, values: Array.from(values), iteration });
    },
  });
  return all;
}

describe('channel', () => {
  test('tells the magnitude of every entry over the largest, delay by delay', async () => {
    const given = csiFeedback.draw(
      scenario({ Nt: 3, Nc: 16, Na: 2, compression: '1/4' }),
      { first: 0, count: 2 },
      streams,
    );
    const reports = await told((observer) => channel.solve(given, {}, observer));
    expect(reports.map(({ iteration }) => iteration)).toEqual([1, 2, 3, 4, 5, 6]);
    const sizes = Array.from({ length: 6 }, (_, i) => Math.hypot(given.X[12 + i], given.X[12 + 6 + i]));
    const largest = Math.max(...sizes);
    reports.forEach(({ values }, i) => {
      expect(values[1]).toBeCloseTo(sizes[i] / largest, 12);
    });
  });
});

describe('complexity', () => {
  const given = csiFeedback.draw(scenario({ compression: '1/16' }), { first: 0, count: 2 }, streams);
  const of = async (parameters: object) =>
    Object.fromEntries(
      (await told((observer) => complexity.solve(given, complexity.parameters.parse(parameters), observer))).map(
        ({ name, values }) => [name, values],
      ),
    );

  test('tells of each trial what the layers of a scheme cost, in millions', async () => {
    expect(await of({ scheme: 'csi-l2o', side: 'encoder' })).toEqual({
      // N_t N_a M with N_t = N_a = 32, M = 128.
      'operations by Table I': [0.131072, 0.131072],
      'operations as counted': [0.262144, 0.262144],
      'operations of a sample': [0.262144, 0.262144],
      'parameters as counted': [0.262144, 0.262144],
      'all parameters': [0.262144, 0.262144],
    });
    const decoder = await of({ scheme: 'csi-l2o', side: 'decoder' });
    // 10 (4 x 2048 x 128 + 2 x 57 344) + 6100, and with 2048 numbers and 32 rows.
    expect(decoder['operations as counted'][0]).toBeCloseTo(11.63874, 9);
    expect(decoder['operations of a sample'][0]).toBeCloseTo(
      (10 * (4 * 2048 * 128 + 2048 * 6100 + 32 * 114_688)) / 1e6,
      9,
    );
  });

  test('knows the encoders for several rates', async () => {
    expect((await of({ scheme: 'sm-csinet-plus' }))['operations as counted'][0]).toBe(1.6384);
  });
});

import { expect, test } from 'vitest';
import { solveTrials } from '../../../src/study/run/compute.ts';
import type { Work } from '../../../src/study/run/task.ts';

test('a solver is given what the problem says that is known, a metric the whole instance', async () => {
  const seen: unknown[] = [];
  const problem = {
    known: ({ secret: _, ...known }: Record<string, unknown>) => known,
    violation: (instance: unknown) => void seen.push(['constraint', instance]),
    metrics: {
      spy: {
        ...{ name: 'spy', title: 'Spy', unit: '1', kind: 'mean' as const },
        measure(instance: unknown, _solution: unknown, _range: unknown, out: Float64Array) {
          seen.push(['metric', instance]);
          out.fill(0);
        },
      },
    },
    solvers: {
      spy: async () => ({
        name: 'spy',
        solve(instance: unknown, _: unknown, observer: { solution(...report: unknown[]): void }) {
          seen.push(['solver', instance]);
          observer.solution(null, { first: 0, count: 1 }, {});
        },
      }),
    },
  };
  const work = { range: { first: 0, count: 1 }, metrics: ['spy'], source: {} } as unknown as Work;
  // biome-ignore lint/suspicious/noExplicitAny: a problem of spies.
  await solveTrials(problem as any, { open: 1, secret: 2 }, work, { key: '', solver: 'spy', parameters: {} });
  expect(seen).toEqual([
    ['solver', { open: 1 }],
    ['constraint', { open: 1, secret: 2 }],
    ['metric', { open: 1, secret: 2 }],
  ]);
});

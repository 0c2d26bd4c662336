import { availableParallelism, totalmem } from 'node:os';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { defaultThreads, heapShare, Threads, threadsFor } from '../../src/executors/threads.ts';
import { openSource } from '../../src/study/experiment/open-source.ts';
import type { Task } from '../../src/study/run/task.ts';
import { StoreLease, type StorePlace } from '../../src/study/store/lease.ts';
import { toy, Workspace } from '../toy/workspace.ts';

let workspace: Workspace;

beforeEach(() => {
  workspace = new Workspace();
});

afterEach(() => workspace.remove());

/** The toy problem with another `draw`. */
function problemThatDraws(name: string, body: string): string {
  workspace.write(name, `import toy from '${toy}';\nexport default { ...toy, draw(...given) { ${body} } };\n`);
  return workspace.path(name);
}

async function task(problem: string, store: StorePlace): Promise<Task> {
  const scenario = { N: 2, mu: 1, shift: 0 };
  return {
    source: (await openSource(problem, '.')).source,
    ...{ experiment: 'toy/fig1', seed: 1, scenario, drawHash: '', range: { first: 0, count: 4 }, metrics: ['error'] },
    store,
    jobs: [{ key: 'ab'.repeat(32), solver: 'first', parameters: {} }],
  };
}

it('takes the cores that a Slurm task was given, else all that the process may use', () => {
  expect(defaultThreads({ SLURM_CPUS_PER_TASK: '3' })).toBe(3);
  for (const text of ['', '0', '-1', 'many']) {
    expect(defaultThreads({ SLURM_CPUS_PER_TASK: text })).toBe(availableParallelism());
  }
  expect(defaultThreads({})).toBe(availableParallelism());
});

it('shares the memory among the workers', () => {
  expect(heapShare(1) * 2 ** 20).toBeLessThan(totalmem());
  expect(heapShare(2)).toBeLessThanOrEqual(Math.max(256, heapShare(1) / 2));
  expect(heapShare(1_000_000)).toBe(256);
});

it('a graphics card has one worker, and no more may be asked for', () => {
  expect(threadsFor(undefined, 3)).toBe(3);
  expect(threadsFor('cpu', undefined)).toBe(defaultThreads());
  expect(threadsFor('webgpu', undefined)).toBe(1);
  expect(() => threadsFor('webgpu', 2)).toThrow('--jobs 2; accepted with --device webgpu: 1');
});

it('keeps its threads, but lets no code of the user into those of another', async () => {
  const first = problemThatDraws('a.mjs', 'globalThis.times = (globalThis.times ?? 0) + 1; return toy.draw(...given);');
  const fails =
    'if (globalThis.times !== undefined) throw new Error("touched"); globalThis.times = 0; return toy.draw(...given);';
  const second = problemThatDraws('b.mjs', fails);
  const executor = new Threads(1);
  const outcomes = [];
  const { place } = new StoreLease(workspace.path('blocks'));
  for (const problem of [first, second, second]) outcomes.push(...(await executor.compute(await task(problem, place))));
  await executor.end();
  expect(outcomes.map(({ kind }) => kind)).toEqual(['stored', 'stored', 'failed']);
  expect(outcomes[2]).toMatchObject({ what: 'touched' });
});

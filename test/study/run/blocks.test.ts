import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { TrialRange } from '../../../src/contracts/problem.ts';
import type { Plan, Point } from '../../../src/study/experiment/plan.ts';
import type { OwnFile } from '../../../src/study/experiment/problem-source.ts';
import { BlockKeys, blockOf, trialRanges, workOf } from '../../../src/study/run/blocks.ts';
import { openStudy, type Study } from '../../../src/study/study.ts';
import { Workspace } from '../../toy/workspace.ts';

let workspace: Workspace;
let study: Study;

beforeAll(async () => {
  workspace = new Workspace();
  const file = workspace.path('experiments/toy/fig1.yaml');
  study = await openStudy({ file, target: 'toy/fig1' }, { profile: 'smoke' }, workspace.folder);
});

afterAll(() => workspace.remove());

const range = { first: 0, count: 100 };
const keysOf = (changed: Partial<Study>) => {
  const other = { ...study, ...changed };
  return new BlockKeys(other).runsAt(other.plan.points[0]).map((run) => blockOf(run, range).key);
};
const blocksAt = (point: Point, on: TrialRange) => new BlockKeys(study).runsAt(point).map((run) => blockOf(run, on));
const ownProblem = () => study.source.problem as OwnFile;
const ownSolver = (name: string, sha256: string) => ({ name, path: '/mine.js', sha256 });
const withPlan = (changed: Partial<Plan>) => keysOf({ plan: { ...study.plan, ...changed } });

describe('trialRanges', () => {
  it('cuts trials into consecutive ranges of at most the given size', () => {
    expect([...trialRanges(0, 250, 100)]).toEqual([
      { first: 0, count: 100 },
      { first: 100, count: 100 },
      { first: 200, count: 50 },
    ]);
    fc.assert(
      fc.property(fc.nat(1000), fc.nat(1000), fc.integer({ min: 1, max: 400 }), (from, length, size) => {
        const ranges = [...trialRanges(from, from + length, size)];
        const trials = ranges.flatMap(({ first, count }) => Array.from({ length: count }, (_, i) => first + i));
        expect(trials).toEqual(Array.from({ length }, (_, i) => from + i));
        expect(ranges.every(({ count }) => count <= size)).toBe(true);
        expect(ranges.filter(({ count }) => count < size).length).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe('the key of a block', () => {
  it('is the same for the same block', () => {
    expect(keysOf({})).toEqual(keysOf({}));
    expect(new Set(keysOf({})).size).toBe(2);
  });

  it('changes with everything that its numbers depend on', () => {
    const { plan } = study;
    const [first, second] = plan.points;
    const point = (changed: object) => withPlan({ points: [{ ...first, ...changed }] });
    const variants = [
      keysOf({}),
      withPlan({ id: 'toy/fig2' }),
      withPlan({ seed: 2 }),
      withPlan({ metrics: ['error'] }),
      withPlan({ problem: { ...plan.problem, id: 'other' } }),
      point({ scenario: second.scenario, hash: second.hash }),
      point({ drawHash: 'other' }),
      keysOf({ recorded: { path: 'h.npy', sha256: 'a' } }),
      keysOf({ recorded: { path: 'h.npy', sha256: 'b' } }),
      keysOf({ source: { ...study.source, problem: { ...ownProblem(), sha256: 'other' } } }),
      keysOf({ source: { ...study.source, device: 'webgpu' } }),
      keysOf({ source: { ...study.source, arithmetic: 'fast' } }),
      keysOf({ source: { ...study.source, solvers: ['average', 'first'].map((name) => ownSolver(name, 'a')) } }),
      keysOf({ source: { ...study.source, solvers: ['average', 'first'].map((name) => ownSolver(name, 'b')) } }),
      blocksAt(first, { first: 0, count: 99 }).map(({ key }) => key),
      blocksAt(first, { first: 1, count: 100 }).map(({ key }) => key),
    ].flat();
    expect(new Set(variants).size).toBe(variants.length);
  });

  it('changes with the version of the random numbers', async () => {
    const before = keysOf({});
    vi.resetModules();
    vi.doMock('../../../src/random/streams.ts', async (original) => ({
      ...(await original<typeof import('../../../src/random/streams.ts')>()),
      drawsVersion: 1000,
    }));
    const later = await import('../../../src/study/run/blocks.ts');
    vi.doUnmock('../../../src/random/streams.ts');
    const after = new later.BlockKeys(study).runsAt(study.plan.points[0]).map((run) => later.blockOf(run, range).key);
    expect(after).not.toEqual(before);
  });

  it('does not change with what others are beside it: one more solver recomputes only that', () => {
    const [average, first] = keysOf({});
    expect(withPlan({ series: study.plan.series.toReversed() })).toEqual([first, average]);
    expect(withPlan({ series: study.plan.series.slice(1) })).toEqual([first]);
    const solvers = [ownSolver('mine', 'a')];
    expect(keysOf({ source: { ...study.source, solvers } })).toEqual([average, first]);
  });

  it('names a run that several series share once', () => {
    const [average] = study.plan.series;
    expect(withPlan({ series: [average, { ...average, name: 'again' }] })).toHaveLength(1);
  });
});

describe('workOf', () => {
  it('takes the trials of one point and range to all solvers that lack them', () => {
    const blocks = blocksAt(study.plan.points[1], range);
    expect(workOf(study, blocks)).toMatchObject({
      ...{ experiment: 'toy/fig1', seed: 1, scenario: { N: 4, mu: 1, shift: 0 }, range, metrics: ['error', 'nmse'] },
      jobs: [
        { key: blocks[0].key, solver: 'average', parameters: { rate: 0.5, iterations: 4 } },
        { key: blocks[1].key, solver: 'first', parameters: {} },
      ],
    });
  });
});

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { writeSolver } from '../../../src/cli/actions/write-solver.ts';
import type { TrialRange } from '../../../src/contracts/scenario.ts';
import { problems } from '../../../src/problems/index.ts';
import { streamsFor } from '../../../src/random/streams.ts';
import { OwnFiles } from '../../foreign/own.ts';

const files = new OwnFiles();
const path = (name: string) => join(files.folder, name);
afterAll(() => files.remove());
beforeEach(() => vi.spyOn(process.stdout, 'write').mockReturnValue(true));
afterEach(() => vi.restoreAllMocks());

/** Small scenarios: a codeword of csi-feedback that is no whole delay row is the hardest. */
const scenarios: Record<string, object> = {
  beamforming: { M: 5, K: 2, N: 3, d: 2 },
  multicell: { B: 2, U: 2, Nt: 5, Nr: 2 },
  'massive-access': { L: 6, N: 9, M: 2 },
  'csi-feedback': { Nt: 4, Na: 3, Nc: 8, compression: '5/24' },
};

describe.each(Object.keys(scenarios))('a new solver of %s', (id) => {
  it.each(['py', 'js'])('in %s runs as it stands, and keeps to the constraints', async (language) => {
    const name = `${id}.${language}`;
    writeSolver(path(name), id);
    const problem = await problems[id as keyof typeof problems]();
    const streams = streamsFor({ seed: 3, experiment: 'new', scenario: id });
    const range = { first: 0, count: 3 };
    const instance = problem.draw(problem.scenario.parse(scenarios[id]), range, streams);
    const solver = await files.open(id, path(name));
    const reports: (number | null)[] = [];
    const violations: unknown[] = [];
    const errors: number[] = [];
    await solver.solve(instance, solver.parameters.parse({}), {
      solution(iteration: number | null, part: TrialRange, solution: unknown) {
        reports.push(iteration);
        violations.push(problem.violation(instance, solution, part));
        const metric = problem.metrics[problem.defaultMetric];
        const out = new Float64Array(2 * part.count);
        metric.measure(instance, solution, part, out);
        errors.push(...out.subarray(0, part.count));
      },
      lost() {},
      diagnostic() {},
    });
    expect(reports.length).toBeGreaterThan(0);
    expect(violations.filter((violation) => violation !== undefined)).toEqual([]);
    for (const error of errors) expect(error).toBeGreaterThan(0);
    // What is kept of a sample is kept as it is: no more is lost than is there.
    if (id === 'csi-feedback') for (const error of errors) expect(error).toBeLessThanOrEqual(1);
  });
});

describe('new', () => {
  it('replaces no file, and says what it can write', () => {
    writeSolver(path('mine.py'), 'beamforming');
    const before = readFileSync(path('mine.py'), 'utf8');
    expect(() => writeSolver(path('mine.py'), 'multicell')).toThrow('exists already');
    expect(readFileSync(path('mine.py'), 'utf8')).toBe(before);
    expect(() => writeSolver(path('mine.rs'), 'beamforming')).toThrow('ends in .py, .js or .mjs');
    expect(() => writeSolver(path('x.py'), 'beanforming')).toThrow('did you mean "beamforming"?');
    expect(existsSync(path('x.py'))).toBe(false);
  });
});

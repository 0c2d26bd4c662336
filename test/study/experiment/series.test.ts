import { describe, expect, it } from 'vitest';
import type { SolverEntry } from '../../../src/study/experiment/schema.ts';
import { seriesOf } from '../../../src/study/experiment/series.ts';
import { toyExperiment, toyProblem } from '../toy.ts';

const series = (...solvers: (Partial<SolverEntry> & { solver: string })[]) =>
  seriesOf(toyExperiment({ solvers }).solvers, toyProblem, (path) => `file:${path.join('.')}`);
const names = async (...solvers: Parameters<typeof series>) => (await series(...solvers)).map(({ name }) => name);

describe('the name of a series', () => {
  it('is that of its solver where the solver comes once, whatever its parameters', async () => {
    expect(await names({ solver: 'plain' }, { solver: 'deep', parameters: { Ju: 4 } })).toEqual(['plain', 'deep']);
  });

  it('has the parameters that tell it from the others, in the order of the schema', async () => {
    const three = [
      { solver: 'deep', parameters: { Jw: 2, Ju: 4 } },
      { solver: 'deep', parameters: { Ju: 1 } },
      { solver: 'deep', parameters: { Ju: 8, Jw: 1, L: 5 } },
    ];
    expect(await names(...three)).toEqual(['deep(4,2)', 'deep(1,1)', 'deep(8,1)']);
  });

  it('compares values with defaults filled in', async () => {
    expect(await names({ solver: 'deep' }, { solver: 'deep', parameters: { Ju: 1, start: 'random' } })).toEqual([
      'deep(zero)',
      'deep(random)',
    ]);
  });

  it('leaves out what varies along the curve', async () => {
    const two = [
      { solver: 'deep', parameters: { Ju: 4 }, each: { L: [1, 2] } },
      { solver: 'deep', parameters: { L: 7 } },
    ];
    expect(await names(...two)).toEqual(['deep(4)', 'deep(1)']);
  });

  it('must differ from every other', async () => {
    await expect(series({ solver: 'plain' }, { solver: 'plain', label: 'again' })).rejects.toThrow(
      'file:1.solver: the same solver and parameters as at file:0.solver: both would be "plain"',
    );
  });
});

describe('a series', () => {
  it('has one run for every combination of what varies along it', async () => {
    const [{ runs }] = await series({ solver: 'deep', parameters: { Ju: 2 }, each: { L: '1:1:3', Jw: [1, 2] } });
    expect(runs.map(({ parameters }) => [parameters.Ju, parameters.L, parameters.Jw])).toEqual([
      [2, 1, 1],
      [2, 1, 2],
      [2, 2, 1],
      [2, 2, 2],
      [2, 3, 1],
      [2, 3, 2],
    ]);
    expect(new Set(runs.map(({ hash }) => hash)).size).toBe(6);
  });

  it('can run along one of them: its values are the places of the runs', async () => {
    const entry = { solver: 'deep', each: { L: [3, 1], start: ['zero', 'random'] }, along: 'L' };
    const [{ runs }] = await series(entry);
    expect(runs.map(({ iteration }) => iteration)).toEqual([3, 3, 1, 1]);
    const [without] = await series({ solver: 'deep', each: { L: [3, 1] } });
    expect(without.runs.map((run) => Object.hasOwn(run, 'iteration'))).toEqual([false, false]);
  });

  it('has the same hash however its parameters were written', async () => {
    const [[{ runs: a }], [{ runs: b }]] = await Promise.all([
      series({ solver: 'deep' }),
      series({ solver: 'deep', parameters: { start: 'zero', Ju: 1 } }),
    ]);
    expect(a[0].hash).toBe(b[0].hash);
  });

  it('is labelled as its entry says, or by its name', async () => {
    const two = await series({ solver: 'plain', label: 'closed form' }, { solver: 'deep' });
    expect(two.map(({ label }) => label)).toEqual(['closed form', 'deep']);
  });
});

describe('a series is refused', () => {
  it.each([
    [{ solver: 'dep' }, 'file:0.solver: unknown solver "dep"; did you mean "deep"?'],
    [{ solver: 'toString' }, 'file:0.solver: unknown solver "toString"'],
    [{ solver: 'deep', parameters: { ju: 2 } }, 'file:0.parameters.ju: deep: unknown key "ju"; did you mean "Ju"?'],
    [{ solver: 'deep', parameters: { Ju: 'two' } }, 'file:0.parameters.Ju: deep: Ju = "two"; accepted: a number'],
    [{ solver: 'deep', each: { L: [1, 10] } }, 'file:0.each.L: deep: L = 10; accepted: at most 9'],
    [
      { solver: 'deep', parameters: { L: 1 }, each: { L: [1] } },
      'file:0.each.L: L is given in "parameters" and in "each"',
    ],
    [
      { solver: 'deep', each: { L: [1, 2] }, along: 'Ju' },
      'file:0.along: along = "Ju"; accepted: a parameter of "each" with numbers for values, of L',
    ],
    [
      { solver: 'deep', each: { start: ['zero'] }, along: 'start' },
      'file:0.along: along = "start"; accepted: a parameter',
    ],
    [{ solver: 'deep', along: 'L' }, 'file:0.along: along = "L"; accepted: a parameter of "each" with numbers'],
    [{ solver: 'deep', each: { L: '1:1:200', Ju: '1:1:200' } }, 'file:0.each: 40000 runs are too many'],
  ])('%j', async (entry, message) => {
    await expect(series(entry)).rejects.toThrow(message);
  });
});

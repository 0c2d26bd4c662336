import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSource } from '../../../src/study/experiment/open-source.ts';
import { parseSolver } from '../../../src/study/experiment/solver-text.ts';
import { toy } from '../../toy/workspace.ts';

let folder: string;

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'opened-')));
});

afterEach(() => rmSync(folder, { recursive: true }));

/** Writes a module with a solver for the toy problem; the path under which it is named. */
function solver(path: string, name?: string): string {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  const named = name === undefined ? '' : `name: ${JSON.stringify(name)}, `;
  writeFileSync(
    join(folder, path),
    `export default { ${named}parameters: { step: 1 }, estimate: ({ row }) => row[0] };`,
  );
  return join(folder, path);
}

/** Names that solvers get, given on the command line in this order. */
async function namesOf(...texts: string[]): Promise<string[]> {
  const { solvers, problem } = await openSource(toy, '.', texts.map(parseSolver));
  for (const { name } of solvers) expect((await problem.solvers[name]()).name).toBe(name);
  return solvers.map(({ name }) => name);
}

/** The files that paths on the command line name, wherever the tests run. */
function filesOf(paths: readonly string[]): string[] {
  return paths.map((path) => resolve(path));
}

describe('the name of a solver of the user', () => {
  it('is what its module says, or else that of the file', async () => {
    expect(await namesOf(solver('a.js'), solver('b.js', 'mine'), solver('c.js', '__proto__'))).toEqual([
      ...['a', 'mine', '__proto__'],
    ]);
  });

  it('is its path where the problem has a solver of that name, and replaces nothing', async () => {
    const [own, named] = [solver('average.js'), solver('x.js', 'first')];
    const [published, ...paths] = await namesOf('average', own, named);
    expect([published, ...filesOf(paths)]).toEqual(['average', own, named]);
    const { problem } = await openSource(toy, '.', [parseSolver(own)]);
    expect((await problem.solvers.average()).summary).toBe('the mean of the observations, approached by a contraction');
  });

  it('is its path where another file has that name; one file has one name, however often it is given', async () => {
    const [a, b, c] = [solver('a/par.js'), solver('b/par.js'), solver('c.js', 'par')];
    expect(await namesOf(`${a}:step=1`, `${a}:step=2`)).toEqual(['par', 'par']);
    expect(filesOf(await namesOf(a, b, c, a))).toEqual([a, b, c, a]);
    expect(await namesOf(relative('.', a), a)).toEqual(['par', 'par']);
  });

  it('is its path where another file wants to be called by a path', async () => {
    const here = './own.js';
    const [a, b] = [solver('a.js', here), solver('b.js', here)];
    expect(await namesOf(a)).toEqual([here]);
    expect(filesOf(await namesOf(a, b))).toEqual([a, b]);
  });
});

describe('openSource', () => {
  it('keeps ids, and counts the path of a problem from its file', async () => {
    expect((await openSource('beamforming', '/a')).source).toEqual({ problem: 'beamforming', solvers: [] });
    const { problem } = (await openSource('./problem.js', dirname(toy))).source;
    expect(problem).toEqual({ path: toy, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
  });

  it('holds a device that is not the processor', async () => {
    expect((await openSource('massive-access', '/a', [], { device: 'cpu' })).source).not.toHaveProperty('device');
  });
});

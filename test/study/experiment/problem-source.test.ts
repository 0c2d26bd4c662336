import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadProblem, moduleHashes, problemSource, sourceHash } from '../../../src/study/experiment/problem-source.ts';
import { toy } from '../../toy/workspace.ts';

let folder: string;
const file = (name: string, text: string) => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'source-'));
});

afterAll(() => rmSync(folder, { recursive: true }));

describe('problemSource', () => {
  it('keeps ids, and makes paths absolute: of the problem from its file, of solvers from the working folder', () => {
    expect(problemSource('beamforming', '/a')).toEqual({ problem: 'beamforming', solvers: {} });
    expect(problemSource('./own/p.js', '/a', { mine: 'mine.js' })).toEqual({
      problem: '/a/own/p.js',
      solvers: { mine: join(process.cwd(), 'mine.js') },
    });
  });

  it('holds a device that is not the processor', () => {
    expect(problemSource('massive-access', '/a', {}, 'cpu')).toEqual({ problem: 'massive-access', solvers: {} });
    expect(problemSource('massive-access', '/a', {}, 'webgpu')).toMatchObject({ device: 'webgpu' });
  });
});

describe('loadProblem', () => {
  it('adds the solvers of the user to those of the problem', async () => {
    const mine = file('mine.js', 'export default { estimate: (row) => row[0] };');
    const problem = await loadProblem({ problem: toy, solvers: { mine } });
    expect(Object.keys(problem.solvers)).toEqual(['average', 'first', 'slow', 'broken', 'mine']);
    expect((await problem.solvers.mine()).name).toBe('mine');
    expect(Object.keys((await loadProblem({ problem: toy, solvers: {} })).solvers)).not.toContain('mine');
  });

  it.each([
    ['an unknown id', () => ({ problem: 'beanforming', solvers: {} }), 'did you mean "beamforming"?'],
    ['a module that is not there', () => ({ problem: join(folder, 'none.js'), solvers: {} }), 'none.js does not exist'],
    [
      'a module without a problem',
      () => ({ problem: file('a.js', 'export default 3;'), solvers: {} }),
      'a problem as default',
    ],
    ['a module that throws', () => ({ problem: file('b.js', 'throw new Error("no!")'), solvers: {} }), 'b.js: no!'],
  ])('refuses %s', async (_, source, message) => {
    await expect(loadProblem(source())).rejects.toThrow(message);
  });

  it('says what is missing in a solver that the problem cannot adapt', async () => {
    const problem = await loadProblem({ problem: toy, solvers: { bad: file('bad.js', 'export default {};') } });
    await expect(problem.solvers.bad()).rejects.toThrow(/bad\.js: it must export \{ estimate\(rows\) \}/);
  });
});

describe('a device', () => {
  it('is passed to the problem, and refused where the problem computes on the processor only', async () => {
    const devices = file(
      'devices.js',
      'export default { id: "d", draw() {}, used: [], async useDevice(d) { this.used.push(d); } };',
    );
    const problem = await loadProblem({ problem: devices, solvers: {}, device: 'webgpu' });
    expect((problem as unknown as { used: string[] }).used).toEqual(['webgpu']);
    const refused = loadProblem({ problem: 'beamforming', solvers: {}, device: 'webgpu' });
    await expect(refused).rejects.toThrow(
      '--device webgpu: problem "beamforming" computes on the cpu only; accepted: cpu',
    );
  });

  it('gives blocks other keys', () => {
    const source = { problem: 'massive-access', solvers: {} };
    expect(sourceHash({ ...source, device: 'webgpu' }, 'ista-gs')).not.toBe(sourceHash(source, 'ista-gs'));
  });
});

describe('sourceHash', () => {
  it('changes with the files that a solver comes from, and with no others', () => {
    const mine = file('hashed.js', 'export default 1;');
    const source = { problem: toy, solvers: { mine } };
    const [own, average] = [sourceHash(source, 'mine'), sourceHash(source, 'average')];
    file('hashed.js', 'export default 2;');
    expect(sourceHash(source, 'mine')).not.toBe(own);
    expect(sourceHash(source, 'average')).toBe(average);
    expect(sourceHash({ problem: 'beamforming', solvers: {} }, 'average')).not.toBe(average);
  });
});

describe('moduleHashes', () => {
  it("are those of the user's own files, by what they are used for", () => {
    const mine = file('module.js', 'export default 1;');
    const sha256 = createHash('sha256').update('export default 1;').digest('hex');
    expect(moduleHashes({ problem: 'beamforming', solvers: { mine } })).toEqual({ mine: sha256 });
    expect(Object.keys(moduleHashes({ problem: toy, solvers: {} }))).toEqual(['problem']);
  });
});

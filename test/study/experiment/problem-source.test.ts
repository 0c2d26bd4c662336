import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { examine, loadProblem } from '../../../src/study/experiment/problem-source.ts';
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

/** The toy problem with one solver of the user's, in a module of this text. */
async function toyWith(name: string, text: string, module = `${name}.js`) {
  const own = { ...(await examine(file(module, text))), name };
  return { own, problem: await loadProblem({ problem: await examine(toy), solvers: [own] }) };
}

describe('loadProblem', () => {
  it('adds the solvers of the user to those of the problem, under the names that they are given', async () => {
    const { problem } = await toyWith('mine', 'export default { estimate: (row) => row[0] };');
    const bare = await loadProblem({ problem: await examine(toy), solvers: [] });
    expect(Object.keys(bare.solvers)).toContain('average');
    expect(Object.keys(problem.solvers)).toEqual([...Object.keys(bare.solvers), 'mine']);
    expect((await problem.solvers.mine()).name).toBe('mine');
  });

  it.each(['toString', '__proto__', 'constructor'])('takes %s as a name', async (name) => {
    const { problem } = await toyWith(name, 'export default { estimate: (row) => row[0] };', 'prototype.js');
    expect(Object.hasOwn(problem.solvers, name)).toBe(true);
    expect((await problem.solvers[name]()).name).toBe(name);
  });

  it('refuses an unknown id, also one that every object has', async () => {
    const load = (problem: string) => loadProblem({ problem, solvers: [] });
    await expect(load('beanforming')).rejects.toThrow('did you mean "beamforming"?');
    await expect(load('toString')).rejects.toThrow('unknown problem');
  });

  it('refuses a file that is not what it was when its blocks were named', async () => {
    const { own, problem } = await toyWith('changing', 'export default { estimate: (row) => row[0] };');
    file('changing.js', 'export default { estimate: (row) => row[1] };');
    await expect(problem.solvers.changing()).rejects.toThrow('changing.js changed while it was being used; run again');
    await expect(
      loadProblem({ problem: { ...(await examine(toy)), sha256: own.sha256 }, solvers: [] }),
    ).rejects.toThrow('problem.js changed');
  });

  it('says what is missing in a problem, and in a solver that the problem cannot adapt', async () => {
    const noProblem = await examine(file('a.js', 'export default 3;'));
    await expect(loadProblem({ problem: noProblem, solvers: [] })).rejects.toThrow('a problem as default');
    const { problem } = await toyWith('bad', 'export default {};');
    await expect(problem.solvers.bad()).rejects.toThrow(/bad\.js: it must export \{ estimate\(rows\) \}/);
  });
});

describe('examine', () => {
  it('tells what a module wants to be called', async () => {
    expect(await examine(file('named.js', 'export default { name: "mine" };'))).toMatchObject({ name: 'mine' });
    expect(await examine(file('unnamed.js', 'export default {};'))).not.toHaveProperty('name');
  });

  it.each([
    ['a file that is not there', () => join(folder, 'none.js'), 'none.js does not exist'],
    ['a module that throws', () => file('b.js', 'throw new Error("no!")'), 'b.js: no!'],
    ['a name of several lines', () => file('c.js', 'export default { name: "a\\nb" };'), 'c.js: accepted as name:'],
    ['a name that is no text', () => file('d.js', 'export default { name: 3 };'), 'd.js: accepted as name:'],
    ['files that are no list', () => file('e.js', 'export default { files: "w.json" };'), 'e.js: accepted as files:'],
    [
      'a declared file that is missing',
      () => file('f.js', 'export default { files: ["w.json"] };'),
      /f\.js needs .*w\.json, which does not exist/,
    ],
  ])('refuses %s', async (_, path, message) => {
    await expect(examine(path())).rejects.toThrow(message);
  });
});

describe('a device', () => {
  it('is passed to the problem, and refused where the problem computes on the processor only', async () => {
    const devices = await examine(
      file('devices.js', 'export default { id: "d", draw() {}, used: [], async useDevice(d) { this.used.push(d); } };'),
    );
    const problem = await loadProblem({ problem: devices, solvers: [], device: 'webgpu' });
    expect((problem as unknown as { used: string[] }).used).toEqual(['webgpu']);
    const refused = loadProblem({ problem: 'beamforming', solvers: [], device: 'webgpu' });
    await expect(refused).rejects.toThrow(
      '--device webgpu: problem "beamforming" computes on the cpu only; accepted: cpu',
    );
  });
});

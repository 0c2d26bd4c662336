import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultHosting } from '../../../src/foreign/launch.ts';
import { examine, loadProblem, sourceOf } from '../../../src/study/experiment/problem-source.ts';
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
  const own = { ...(await examined(file(module, text))), name };
  return { own, problem: await loadProblem({ ...(await sourceOf(toy, '.')), solvers: [own] }) };
}

/** A solver of the toy problem in a file. */
async function examined(path: string) {
  return examine(path, await loadProblem(await sourceOf(toy, '.')), defaultHosting());
}

describe('loadProblem', () => {
  it('adds the solvers of the user to those of the problem, under the names that they are given', async () => {
    const { problem } = await toyWith('mine', 'export default { estimate: ({ row }) => row[0] };');
    const bare = await loadProblem(await sourceOf(toy, '.'));
    expect(Object.keys(bare.solvers)).toContain('average');
    expect(Object.keys(problem.solvers)).toEqual([...Object.keys(bare.solvers), 'mine']);
    expect((await problem.solvers.mine()).name).toBe('mine');
  });

  it.each(['toString', '__proto__', 'constructor'])('takes %s as a name', async (name) => {
    const { problem } = await toyWith(name, 'export default { estimate: ({ row }) => row[0] };', 'prototype.js');
    expect(Object.hasOwn(problem.solvers, name)).toBe(true);
    expect((await problem.solvers[name]()).name).toBe(name);
  });

  it('refuses an unknown id, also one that every object has', async () => {
    const load = (problem: string) => loadProblem({ problem, solvers: [] });
    await expect(load('beanforming')).rejects.toThrow('did you mean "beamforming"?');
    await expect(load('toString')).rejects.toThrow('unknown problem');
  });

  it('refuses a file that is not what it was when its blocks were named', async () => {
    const { own, problem } = await toyWith('changing', 'export default { estimate: ({ row }) => row[0] };');
    file('changing.js', 'export default { estimate: ({ row }) => row[1] };');
    await expect(problem.solvers.changing()).rejects.toThrow('changing.js changed while it was being used; run again');
    await expect(loadProblem({ problem: { path: toy, sha256: own.sha256 }, solvers: [] })).rejects.toThrow(
      'problem.js changed',
    );
  });

  it('says what is missing in a problem', async () => {
    const noProblem = await sourceOf(file('a.js', 'export default 3;'), '.');
    await expect(loadProblem(noProblem)).rejects.toThrow('a problem as default');
  });
});

describe('examine', () => {
  const saying = (name: string, what: string) => file(name, `export default { ${what}, estimate: () => 0 };`);

  it('tells what a module wants to be called', async () => {
    const named = file('named.js', 'export default { name: "mine", estimate: () => 0 };');
    expect(await examined(named)).toMatchObject({ name: 'mine' });
    expect(await examined(file('unnamed.js', 'export const estimate = () => 0;'))).not.toHaveProperty('name');
  });

  it.each([
    ['a file that is not there', () => join(folder, 'none.js'), 'none.js does not exist'],
    ['a module that throws', () => file('b.js', '\nthrow new Error("no!")'), 'b.js: Error: no! (b.js:2:7)'],
    ['a module that does not parse', () => file('s.js', '\n\nconst = 3;'), /s\.js: SyntaxError: .* \(s\.js:3\)/],
    [
      'a module without the function',
      () => file('g.js', 'export default {};'),
      'it has no function estimate; accepted:',
    ],
    ['a name of several lines', () => saying('c.js', 'name: "a\\nb"'), 'c.js: accepted as name:'],
    ['a name that is no text', () => saying('d.js', 'name: 3'), 'd.js: accepted as name:'],
    ['files that are no list', () => saying('e.js', 'files: "w.json"'), 'e.js: accepted as files:'],
    [
      'a declared file that is missing',
      () => saying('f.js', 'files: ["w.json"]'),
      /f\.js needs .*w\.json, which does not exist/,
    ],
  ])('refuses %s', async (_, path, message) => {
    await expect(examined(path())).rejects.toThrow(message);
  });
});

describe('a device', () => {
  it('is passed to the problem, and refused where the problem computes on the processor only', async () => {
    const path = file(
      'devices.js',
      'export default { id: "d", draw() {}, used: [], async useDevice(d) { this.used.push(d); } };',
    );
    const problem = await loadProblem(await sourceOf(path, '.', { device: 'webgpu' }));
    expect((problem as unknown as { used: string[] }).used).toEqual(['webgpu']);
    const refused = loadProblem({ problem: 'beamforming', solvers: [], device: 'webgpu' });
    await expect(refused).rejects.toThrow(
      '--device webgpu: problem "beamforming" computes on the cpu only; accepted: cpu',
    );
  });
});

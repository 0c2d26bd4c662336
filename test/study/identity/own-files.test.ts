import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { packageRoot } from '../../../src/package-root.ts';
import { hashOfModule, hashOfNetwork } from '../../../src/study/identity/own-files.ts';
import { productWithExternalWeights } from '../../graph/onnx/external-model.ts';

let folder: string;

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'own-')));
  write('mine.js', "import { F } from './helper.js'; import 'stats';");
  write('helper.js', "export * from './deep.cjs';");
  write('deep.cjs', 'exports.F = require("./table.json")[0];');
  write('table.json', '[1]');
  write('weights.bin', 'a');
  write('beside.js', '');
  write('node_modules/stats/package.json', '{ "name": "stats", "version": "1.0.0", "dependencies": { "sums": "*" } }');
  write('node_modules/sums/package.json', '{ "name": "sums", "version": "1.0.0" }');
});

afterEach(() => rmSync(folder, { recursive: true }));

function write(name: string, content: string | Uint8Array): void {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), content);
}

const model = (location: string) => productWithExternalWeights(location, [2, 1], { Y: [1, 1], X: [2, 1] });
const hash = (files: string[] = []) => hashOfModule(join(folder, 'mine.js'), files);

describe('hashOfModule', () => {
  it.each([
    ['the module', 'mine.js'],
    ['a module that it imports', 'helper.js'],
    ['one that this imports', 'deep.cjs'],
    ['data that is imported', 'table.json'],
    ['a file that it declares to read', 'weights.bin'],
    ['the version of a package', 'node_modules/stats/package.json'],
    ['the version of a package that a package needs', 'node_modules/sums/package.json'],
  ])('changes with %s', (_, edited) => {
    const before = hash(['weights.bin']);
    write(edited, edited.endsWith('.json') ? '{ "name": "x", "version": "2.0.0" }' : 'export const F = 2;');
    expect(hash(['weights.bin'])).not.toBe(before);
  });

  it('does not change with other files, nor with where the folder lies', () => {
    const before = hash();
    write('beside.js', 'export {}');
    write('weights.bin', 'b');
    expect(hash()).toBe(before);
    const other = realpathSync(mkdtempSync(join(tmpdir(), 'moved-')));
    cpSync(folder, other, { recursive: true });
    expect(hashOfModule(join(other, 'mine.js'), [])).toBe(before);
    rmSync(other, { recursive: true });
  });

  it('changes when a module appears that was missing', () => {
    write('mine.js', "try { await import('./optional.js'); } catch {}");
    const before = hash();
    write('optional.js', '');
    expect(hash()).not.toBe(before);
  });

  it('follows a package that is linked to where it is written', () => {
    for (const description of ['{ "name": "linked" }', '{ "name": "linked", "exports": { "import": "./index.js" } }']) {
      write('elsewhere/package.json', description);
      write('elsewhere/index.js', 'export const F = 1;');
      write('mine.js', "import 'linked';");
      rmSync(join(folder, 'node_modules/linked'), { force: true });
      symlinkSync(join(folder, 'elsewhere'), join(folder, 'node_modules/linked'));
      const before = hash();
      write('elsewhere/index.js', 'export const F = 2;');
      expect(hash()).not.toBe(before);
    }
  });

  it('counts what it imports of this package by the hashes of the build', () => {
    write('mine.js', `import '${join(packageRoot, 'build/src/problems/beamforming/problem.js')}';`);
    expect(hash()).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe('hashOfNetwork', () => {
  it('changes with the model and with the file that holds its weights', () => {
    const path = join(folder, 'net.onnx');
    const weights = new Float32Array([1, 2]);
    write('net.onnx', model('net.onnx.data'));
    write('net.onnx.data', new Uint8Array(weights.buffer));
    const before = hashOfNetwork(path);
    write('net.onnx.data', new Uint8Array(8));
    const zeroed = hashOfNetwork(path);
    write('other.data', new Uint8Array(8));
    write('net.onnx', model('other.data'));
    expect(new Set([before, zeroed, hashOfNetwork(path)]).size).toBe(3);
    rmSync(join(folder, 'other.data'));
    expect(() => hashOfNetwork(path)).toThrow(/net\.onnx needs .*other\.data, which does not exist/);
  });
});

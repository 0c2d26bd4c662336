import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { UserError } from '../../../src/messages.ts';
import { readTopLevel, readYaml } from '../../../src/study/experiment/yaml.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'yaml-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const schema = z.strictObject({
  title: z.string(),
  trials: z.int().positive(),
  axes: z.record(z.string(), z.union([z.number(), z.array(z.number()).min(1)])).default({}),
  solvers: z.array(z.strictObject({ name: z.string(), mark: z.enum(['line', 'rule']).optional() })).default([]),
});

function read(text: string) {
  const file = join(folder, 'file.yaml');
  writeFileSync(file, text);
  return readYaml(file, schema);
}

/** The lines of the message that the text is refused with, without the folder. */
function complaintsAbout(text: string): string[] {
  try {
    read(text);
  } catch (error) {
    expect(error).toBeInstanceOf(UserError);
    return (error as UserError).message.split('\n').map((line) => line.replace(`${folder}/`, ''));
  }
  throw new Error('nothing was refused');
}

const valid = 'title: x\ntrials: 3\n';

describe('a valid file', () => {
  it('gives its value, the hash of its bytes and places', () => {
    const { value, sha256, locate } = read(`${valid}axes: { snr: [0, 5] }\n`);
    expect(value).toEqual({ title: 'x', trials: 3, axes: { snr: [0, 5] }, solvers: [] });
    expect(sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(locate(['axes', 'snr', 1])).toBe(`${join(folder, 'file.yaml')}:3:18`);
    expect(locate(['trials'])).toMatch(/:2:9$/);
    expect(locate(['axes', 'M'])).toMatch(/:3:7$/);
    expect(locate([])).toMatch(/:1:1$/);
  });

  it('may use an anchor twice', () => {
    const { value, locate } = read(`${valid}axes:\n  a: &list [1, 2]\n  b: *list\n`);
    expect(value.axes).toEqual({ a: [1, 2], b: [1, 2] });
    expect(locate(['axes', 'b', 1])).toMatch(/:4:16$/);
  });

  it('takes 10:30 for text, not for a number of minutes', () => {
    expect(complaintsAbout(`${valid}axes: { a: 10:30 }\n`)).toEqual([
      'file.yaml:3:12: axes.a = "10:30"; accepted: a number or a list',
    ]);
  });
});

describe('every mistake has a line of its own', () => {
  it('with place, what was wrong, and what is accepted', () => {
    const text = `title: 3
trails: 10
trials: many
axes: { snr: [0, x], M: [] }
solvers:
  - { name: a, mark: dotted, markk: 1 }
  - mark: rule
`;
    expect(complaintsAbout(text).sort()).toEqual([
      'file.yaml:1:8: title = 3; accepted: text',
      'file.yaml:2:1: unknown key "trails"; did you mean "trials"?',
      'file.yaml:3:9: trials = "many"; accepted: a number',
      'file.yaml:4:18: axes.snr[1] = "x"; accepted: a number',
      'file.yaml:4:25: axes.M = []; accepted: at least 1 items',
      'file.yaml:6:22: solvers[0].mark = "dotted"; accepted: "line" or "rule"',
      'file.yaml:6:30: unknown key "markk"; did you mean "mark"?',
      'file.yaml:7:5: solvers[1].name is missing; accepted: text',
    ]);
  });

  it('also where nothing is there', () => {
    expect(complaintsAbout('')).toEqual(['file.yaml:1:1: null; accepted: a mapping']);
    expect(complaintsAbout('trials: 2\n')).toEqual(['file.yaml:1:1: title is missing; accepted: text']);
  });

  it('also in syntax, doubled keys and tags', () => {
    expect(complaintsAbout(`${valid}trials: 4\n`)).toEqual(['file.yaml:3:1: Map keys must be unique']);
    expect(complaintsAbout('title: [x\n')[0]).toMatch(/^file\.yaml:2:1: /);
    expect(complaintsAbout('title: !!js/function x\ntrials: 1\n')[0]).toMatch(/^file\.yaml:1:8: Unresolved tag/);
    expect(complaintsAbout(`${valid}---\n${valid}`)[0]).toMatch(/^file\.yaml:3:1: /);
  });
});

describe('hostile files end soon, in one line', () => {
  it('that grow through aliases', () => {
    const levels = Array.from({ length: 12 }, (_, i) => `a${i + 1}: &a${i + 1} [${`*a${i},`.repeat(10)}]`);
    const [line] = complaintsAbout(`a0: &a0 [x]\n${levels.join('\n')}\n`);
    expect(line).toMatch(/^file\.yaml: Excessive alias count/);
  });

  it('that nest without end', () => {
    for (const text of ['['.repeat(50_000), `${'{a: '.repeat(50_000)}1`, '- '.repeat(50_000), '? '.repeat(50_000)]) {
      expect(complaintsAbout(text)).toEqual(['file.yaml: nested too deeply; accepted: at most 64 levels']);
    }
  });

  it('that have lists for keys', () => {
    expect(complaintsAbout(`${valid}? [a, b]\n: 1\n`)).toEqual([
      'file.yaml:3:3: ["a","b"] cannot be a key; accepted: plain text',
    ]);
  });

  it('that are large', () => {
    expect(complaintsAbout(`# ${'x'.repeat(300_000)}`)).toEqual([
      'file.yaml: 300002 bytes are too many; accepted: at most 262144',
    ]);
  });

  it('that name what every object has', () => {
    const refused = (place: string) => [`file.yaml:${place}: __proto__ cannot be a key; accepted: plain text`];
    expect(complaintsAbout(`${valid}__proto__: { x: 1 }\n`)).toEqual(refused('3:1'));
    expect(complaintsAbout(`${valid}axes: { __proto__: { polluted: 1 } }\n`)).toEqual(refused('3:9'));
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it('that do not exist', () => {
    expect(() => readYaml(join(folder, 'none.yaml'), schema)).toThrow('none.yaml does not exist');
    expect(() => readYaml(folder, schema)).toThrow(UserError);
  });
});

describe('some keys of a file', () => {
  const top = (text: string) => {
    writeFileSync(join(folder, 'top.yaml'), text);
    return readTopLevel(join(folder, 'top.yaml'), ['title', 'place']);
  };

  it('are read without the rest', () => {
    expect(top('id: x\ntitle: "A: b" # why\nlist:\n  - title: other\nplace: >-\n  two\n\n  lines\nend: [\n')).toEqual({
      title: 'A: b',
      place: 'two\nlines',
    });
    expect(top('id: x\n')).toEqual({});
    expect(top('title: x\r\nplace: y\r\n')).toEqual({ title: 'x', place: 'y' });
  });

  it('may be broken', () => {
    expect(() => top('title: [x\n')).toThrow(UserError);
    expect(() => top(`title: ${'['.repeat(5000)}\n`)).toThrow('nested too deeply');
  });
});

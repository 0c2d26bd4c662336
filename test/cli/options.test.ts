import { describe, expect, it } from 'vitest';
import { commands } from '../../src/cli/commands/index.ts';
import { options, splitOutsideBrackets } from '../../src/cli/options.ts';

const parse = <Name extends keyof typeof options>(name: Name, text: string) =>
  (options[name].parse as (text: string, earlier: undefined) => unknown)(text, undefined);

describe('options', () => {
  it('of a command have different flags, and every option belongs to a command', () => {
    for (const { options: names } of commands) {
      const flags = names.flatMap((name) => options[name].flags.match(/(?<=^|\s)--?[a-z-]+/g) ?? []);
      expect(new Set(flags).size).toBe(flags.length);
    }
    expect(new Set(commands.flatMap((command) => command.options))).toEqual(new Set(Object.keys(options)));
  });

  it('of run that say what is computed are those of status, merge and submit', () => {
    const how = ['jobs', 'shard', 'fresh', 'retrain', 'trial', 'dryRun', 'json', 'quiet'];
    const optionsOf = (name: string) => commands.find((command) => command.name === name)!.options;
    const what = optionsOf('run').filter((name) => !how.includes(name));
    for (const name of ['status', 'merge', 'submit']) expect(optionsOf(name)).toEqual(expect.arrayContaining(what));
  });

  it('read whole numbers, positive numbers and shards, and nothing that merely begins like them', () => {
    expect(parse('trials', '100')).toBe(100);
    expect(['1e3', '2.5E+2', '4.0'].map((text) => parse('trials', text))).toEqual([1000, 250, 4]);
    expect(parse('seed', '0')).toBe(0);
    expect(parse('ciWidth', '1e-2')).toBe(0.01);
    expect(parse('shard', '3/16')).toEqual({ index: 3, count: 16 });
    for (const text of ['0', '1.5', '-3', '1e-3', '1e', '1e400', '0x10', '10x', '', ' ', '9'.repeat(17)]) {
      expect(() => parse('trials', text)).toThrow('accepted: a whole number from 1 to 1000000000000');
    }
    expect(() => parse('seed', '4294967296')).toThrow('from 0 to 4294967295');
    for (const text of ['0', '-1', 'Infinity', '', 'NaN', '1e-300'])
      expect(() => parse('ciWidth', text)).toThrow('positive number');
    for (const text of ['0/3', '4/3', '1', '1/0', '1/2/3']) expect(() => parse('shard', text)).toThrow('i from 1 to n');
  });
});

describe('splitOutsideBrackets', () => {
  it.each([
    ['a,b', ['a', 'b']],
    ['a:c=[1,2],b', ['a:c=[1,2]', 'b']],
    ['a:c={"x":[1,{"y":2}],"z":3}, b ,', ['a:c={"x":[1,{"y":2}],"z":3}', 'b']],
    ['a],b', ['a]', 'b']],
    ['', []],
  ])('%s', (text, parts) => expect(splitOutsideBrackets(text)).toEqual(parts));
});

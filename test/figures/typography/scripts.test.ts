import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { literalLabel, plainLabel, splitScripts } from '../../../src/figures/typography/scripts.ts';

/** Base as it is, subscripts in brackets, superscripts in braces. */
const show = (label: string) =>
  splitScripts(label)
    .map(({ text, level }) => (level === 'base' ? text : level === 'sub' ? `[${text}]` : `{${text}}`))
    .join('');

describe('scripts', () => {
  test.each([
    ['10^-3', '10{−3}'],
    ['10^{-3}', '10{−3}'],
    ['x^2 + y^2', 'x{2} + y{2}'],
    ['J_u = 4', 'J[u] = 4'],
    ['N_{t,1}', 'N[t,1]'],
    ['H^H', 'H{H}'],
    ['κ_a', 'κ[a]'],
    ['csi_net', 'csi_net'],
    ['my_solver_2', 'my_solver_2'],
    ['a_bc', 'a_bc'],
    ['R^abc', 'R^abc'],
    ['5^', '5^'],
    ['a\\_b', 'a_b'],
    ['a\\^2', 'a^2'],
    ['C:\\dir', 'C:\\dir'],
    ['', ''],
    ['{x}', '{x}'],
  ])('%s prints as %s', (label, printed) => {
    expect(show(label)).toBe(printed);
  });

  test('of a literal label are none, and its text is what was given', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'ab1 _^{}\\-') }), (text) => {
        const runs = splitScripts(literalLabel(text));
        expect(runs.every(({ level }) => level === 'base')).toBe(true);
        expect(plainLabel(literalLabel(text))).toBe(text);
      }),
    );
  });

  test('stand alone as source text, as pages use them', () => {
    const copy = new Function(`return ${splitScripts.toString()}`)() as typeof splitScripts;
    expect(copy('N_{t} \u2265 10^-3')).toEqual(splitScripts('N_{t} \u2265 10^-3'));
  });
});

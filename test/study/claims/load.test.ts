import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkNames, claimsAbout, loadClaims } from '../../../src/study/claims/load.ts';
import { curve, results } from './curves.ts';

let root: string;
let experiment: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'claims-'));
  mkdirSync(join(root, 'toy'));
  experiment = join(root, 'toy/fig1.yaml');
});
afterEach(() => rmSync(root, { recursive: true }));

const text = `paper: toy
claims:
  - id: order
    place: Fig. 1
    says: the network is above WMMSE
    kind: ordering
    experiment: fig1
    metric: rate
    above: net
    below: wmmse
    tolerance: 0.1
    where: { snr: { from: 10 }, iteration: 1:1:3 }
  - id: other
    place: Fig. 2
    says: something else
    kind: not-attempted
    reason: needs data that is not public
`;

function load(content: string) {
  writeFileSync(join(root, 'toy/claims.yaml'), content);
  return loadClaims(experiment);
}

describe('a claims file', () => {
  it('is read with experiments named in full, defaults filled in', () => {
    const file = load(text)!;
    expect(file.claims.map(({ id }) => id)).toEqual(['order', 'other']);
    expect(claimsAbout('toy/fig1', file)).toEqual([
      expect.objectContaining({ experiment: 'toy/fig1', profile: 'paper', by: 0, tolerance: 0.1 }),
    ]);
    expect(claimsAbout('toy/fig2', file)).toEqual([]);
  });

  it('may be absent', () => {
    expect(loadClaims(experiment)).toBeUndefined();
  });

  it.each([
    [['    tolerance: 0.1\n', ''], '3:5: claims[0].tolerance is missing; accepted: a number'],
    [['kind: ordering', 'kind: order'], '6:11: claims[0].kind = "order"; accepted: "ordering", "difference", "ratio"'],
    [['above: net', 'abov: net'], '9:5: unknown key "abov"; did you mean "above"?'],
    [
      ['kind: ordering', 'kind: value\n    value: 3\n    of: net'],
      '11:5: unknown key "above"; accepted: kind, id, place',
    ],
    [['above: net', 'above: net\n    value: 3'], '10:5: unknown key "value"'],
    [['id: other', 'id: order'], '3:3: claims'],
    [['paper: toy', 'paper: toys'], '1:8: paper = "toys"; accepted: "toy"'],
    [['reason: needs', 'because: needs'], '17:5: unknown key "because"'],
    [['{ from: 10 }', '{ form: 10 }'], '12:21: unknown key "form"; did you mean "from"?'],
  ])('with %j is refused where the mistake is', (change, mistake) => {
    expect(() => load(text.replace(change[0], change[1]))).toThrow(`claims.yaml:${mistake}`);
  });
});

describe('names in a claim', () => {
  const on = results([...curve('net', [1]), ...curve('wmmse', [1])]);
  const check = (content: string, against = on) => checkNames(load(content)!, 'toy/fig1', against);

  it('are those of the results of its experiment', () => {
    expect(() => check(text)).not.toThrow();
    expect(() => checkNames(load(text.replace('above: net', 'above: nett'))!, 'toy/fig2', on)).not.toThrow();
  });

  it.each([
    [['above: net', 'above: nett'], '9:12: unknown curve "nett"; did you mean "net"?'],
    [['metric: rate', 'metric: wsr'], '8:13: unknown metric "wsr"; accepted: rate'],
    [['{ snr:', '{ sn:'], '12:18: unknown axis "sn"; did you mean "snr"?'],
  ])('%j are refused with the nearest', (change, mistake) => {
    expect(() => check(text.replace(change[0], change[1]))).toThrow(`claims.yaml:${mistake}`);
  });

  it('of a ratio are not those of values in dB', () => {
    const ratio = text
      .replace('kind: ordering', 'kind: ratio\n    value: 1')
      .replace('above:', 'of:')
      .replace('below:', 'to:');
    expect(() => check(ratio)).not.toThrow();
    const inDecibels = results(on.rows, { kinds: { rate: 'ratio-db' } });
    expect(() => check(ratio, inDecibels)).toThrow('6:11: kind = "ratio"; accepted: "difference"');
    const spread = ratio.replace('kind: ratio', 'kind: spread');
    expect(() => check(spread)).not.toThrow();
    expect(() => check(spread, inDecibels)).toThrow('6:11: kind = "spread"; accepted: "difference"');
  });
});

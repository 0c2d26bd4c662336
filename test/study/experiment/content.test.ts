import { describe, expect, it } from 'vitest';
import { contentOf } from '../../../src/study/experiment/content.ts';
import { loadedToy } from '../toy.ts';

const solver = { solver: 'deep', parameters: { L: 2 }, each: { Ju: [1, 2] }, along: 'Ju' };
const profile = { trials: 2, training: { steps: 10 } };
const profiles = { smoke: profile, quick: { trials: 20 }, paper: { trials: 200 } };
const base = { solvers: [solver], profiles };

/** Parts that are others than those of the base, in its smoke profile. */
function changed(replaced: Record<string, unknown>): string[] {
  const [before, after] = [base, { ...base, ...replaced }].map((written) => contentOf(loadedToy(written), 'smoke'));
  return Object.keys({ ...before, ...after }).filter((name) => before[name] !== after[name]);
}

describe('the content of an experiment', () => {
  it.each([
    ['scenarios', { scenarios: [{ snr: [0, 12] }] }],
    ['scenarios', { profiles: { ...profiles, smoke: { ...profile, set: { M: 8 } } } }],
    ['scenarios', { profiles: { ...profiles, smoke: { ...profile, scenarios: [{ snr: 3 }] } } }],
    ['problem', { problem: 'other' }],
    ['data', { data: { training: 100 } }],
    ['solvers', { solvers: [{ ...solver, parameters: { L: 3 } }] }],
    ['solvers', { solvers: [{ ...solver, each: { Ju: [1, 3] } }] }],
    ['solvers', { solvers: [solver, { solver: 'plain' }] }],
    ['metrics', { metrics: ['other'] }],
    ['seed', { seed: 2 }],
    ['trials', { profiles: { ...profiles, smoke: { ...profile, trials: 3 } } }],
    ['trials', { profiles: { ...profiles, smoke: { ...profile, ciWidth: 0.1 } } }],
    ['trials', { profiles: { ...profiles, smoke: { ...profile, blockSize: 1 } } }],
    ['training', { profiles: { ...profiles, smoke: { ...profile, training: { steps: 11 } } } }],
    ['training', { profiles: { ...profiles, smoke: { trials: 2 } } }],
    ['compare', { compare: [{ to: 'deep', as: 'ratio' }] }],
  ])('changes in its %s with %o', (part, replaced) => {
    expect(changed(replaced)).toEqual([part]);
  });

  it.each([
    [{ title: 'Other words' }],
    [{ choices: [{ what: 'M', why: 'not stated' }] }],
    [{ published: [{ place: 'Table I', solver: 'deep', at: {}, along: 'snr', values: { 10: 1 } }] }],
    [{ figure: { encoding: { x: { field: 'M' } } } }],
    [{ solvers: [{ ...solver, label: 'Deep', style: { color: 'red' }, mark: 'rule' }] }],
    [{ scenarios: [{ snr: '0:10:10' }] }],
    [{ profiles: { ...profiles, paper: { trials: 7 } } }],
  ])('does not change with %o', (replaced) => {
    expect(changed(replaced)).toEqual([]);
  });
});

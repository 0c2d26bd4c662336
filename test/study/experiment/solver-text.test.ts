import { describe, expect, it } from 'vitest';
import { entryOf, parseSolver } from '../../../src/study/experiment/solver-text.ts';

describe('parseSolver', () => {
  it.each([
    ['wmmse', { name: 'wmmse', parameters: {} }],
    ['wmmse:iterations=20:start=random', { name: 'wmmse', parameters: { iterations: 20, start: 'random' } }],
    [
      'net:layers=[2,4]:bias=false:scale=1e-3',
      { name: 'net', parameters: { layers: [2, 4], bias: false, scale: 1e-3 } },
    ],
    ['a:text=x=y:z', { name: 'a', parameters: { text: 'x=y:z' } }],
    ['./mine.js', { name: 'mine', module: './mine.js', parameters: {} }],
    ['../own/my-solver.mjs:step=0.1', { name: 'my-solver', module: '../own/my-solver.mjs', parameters: { step: 0.1 } }],
  ])('%s', (text, expected) => {
    expect(parseSolver(text)).toEqual({ text, ...expected });
  });

  it('becomes the entry that an experiment file would have', () => {
    expect(entryOf(parseSolver('wmmse:iterations=20'))).toMatchObject({
      ...{ solver: 'wmmse', parameters: { iterations: 20 }, each: {} },
    });
  });
});

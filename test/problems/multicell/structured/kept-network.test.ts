import { expect, test } from 'vitest';
import type { Weights } from '../../../../src/contracts/training.ts';
import { structuredL2o } from '../../../../src/problems/multicell/solvers/structured-l2o.ts';
import { keptNetwork } from '../../../../src/problems/multicell/structured/kept-network.ts';
import type { NetworkKind } from '../../../../src/problems/multicell/structured/network-training.ts';
import { recordSpanNetwork, type SpanSettings } from '../../../../src/problems/multicell/structured/span-network.ts';
import { draw, run } from '../solving.ts';

const axes = { B: 2, U: 1, Nt: 3, isd: 0.5 };

/** Weights unlike those of training's start: all arrays times `factor`. */
function weights(factor: number): Weights {
  const { network } = keptNetwork(span, draw(axes, 1), { T: 1, messages: 'mean' });
  return Object.fromEntries(
    network.arrays.map(({ name, shape }) => {
      const length = shape.reduce((size, side) => size * side, 1);
      return [name, { shape, values: Float64Array.from({ length }, (_, i) => factor * Math.sin(1 + i)) }];
    }),
  );
}

const span: NetworkKind<SpanSettings> = {
  reading: 'span',
  version: 1,
  settings: (settings) => settings,
  record: recordSpanNetwork,
};

test('is compiled once for channels of one shape, and anew for others and other settings', () => {
  const kept = (more: object, settings: SpanSettings = { T: 1, messages: 'mean' }) =>
    keptNetwork(span, draw({ ...axes, ...more }, 1), settings);
  expect(kept({ isd: 2.8 })).toBe(kept({}));
  expect(kept({ Nt: 4 })).not.toBe(kept({}));
  expect(kept({ alpha: '1 2' })).not.toBe(kept({}));
  expect(kept({}, { T: 2, messages: 'mean' })).not.toBe(kept({}));
});

test('solves with the weights that it is given, whatever it was given before, trial by trial as all at once', async () => {
  const solved = async (given: Weights | undefined, count = 9) => {
    const instance = draw(axes, count);
    const report = await run(structuredL2o, instance, { T: 1 }, [], given);
    return report.V.get(null)!;
  };
  const [one, other] = [weights(0.1), weights(-0.2)];
  const first = await solved(one);
  expect(await solved(other)).not.toEqual(first);
  expect(await solved(undefined)).not.toEqual(first);
  expect(await solved(one)).toEqual(first);
  expect(await solved(one, 1)).toEqual(first.subarray(0, first.length / 9));
});

import { describe, expect, test } from 'vitest';
import type { Arrays, Session } from '../../../../src/graph/index.ts';
import { preamblesOf } from '../../../../src/problems/massive-access/preambles/preambles.ts';
import { alistaNetwork } from '../../../../src/problems/massive-access/solvers/alista-gs.ts';
import { listaGsNetwork } from '../../../../src/problems/massive-access/solvers/lista-gs.ts';
import { listaGscpNetwork } from '../../../../src/problems/massive-access/solvers/lista-gscp.ts';
import {
  aloneSession,
  gradientName,
  jointSession,
  learnedName,
  type NetworkGraphs,
} from '../../../../src/problems/massive-access/unrolled/graphs.ts';
import type { UnrolledNetwork } from '../../../../src/problems/massive-access/unrolled/network.ts';
import { instance, scenario } from '../solving.ts';

const axes = { L: 3, N: 5, M: 2, activity: 0.4, snr: 10 };
const trials = 3;
const layers = 3;

function graphsOf(network: UnrolledNetwork, groups: 'real' | 'complex'): NetworkGraphs {
  const { real } = preamblesOf(scenario(axes));
  const [fixed, learned] = [network.fixed(real), network.initial(real)];
  const { L, N, M } = axes;
  return { network, L, N, M, trials, groups, precision: 'float64', fixed, learned };
}

/** Samples and fixed arrays, and learned ones of `count` layers, each a little off its initial value. */
function feedsOf({ fixed, learned }: NetworkGraphs, count: number): Record<string, Float64Array> {
  const { Y, X } = instance(axes, trials);
  const feeds: Record<string, Float64Array> = { Y, target: X, X: X.map((x, i) => 0.7 * x + 0.1 * Math.sin(i)) };
  for (const [name, { values }] of Object.entries(fixed)) feeds[name] = values;
  for (let layer = 0; layer < count; layer++) {
    for (const [name, { values }] of Object.entries(learned)) {
      feeds[learnedName(name, layer)] = values.map((value, i) => value + 0.02 * Math.cos(3 * i + layer));
    }
  }
  return feeds;
}

function fitting(feeds: Arrays, { inputs }: Session): Arrays {
  return Object.fromEntries(Object.entries(feeds).filter(([name]) => name in inputs));
}

/** Largest difference between the gradients and central differences of the loss, relative to the largest gradient. */
async function worstError(graphs: NetworkGraphs, session: Session, count: number): Promise<number> {
  const feeds = feedsOf(graphs, count);
  const results = await session.run(fitting(feeds, session));
  let [worst, largest] = [0, 0];
  const step = 1e-5;
  for (let layer = 0; layer < count; layer++) {
    for (const name of Object.keys(graphs.learned)) {
      const learned = learnedName(name, layer);
      const gradient = results[gradientName(name, layer)];
      for (let i = 0; i < feeds[learned].length; i++) {
        const lossAt = async (shift: number) => {
          const moved = { ...feeds, [learned]: feeds[learned].with(i, feeds[learned][i] + shift) };
          return Number((await session.run(fitting(moved, session))).loss[0]);
        };
        const slope = ((await lossAt(step)) - (await lossAt(-step))) / (2 * step);
        worst = Math.max(worst, Math.abs(slope - Number(gradient[i])));
        largest = Math.max(largest, Math.abs(slope));
      }
    }
  }
  return worst / largest;
}

describe.each([
  ['lista-gs', listaGsNetwork],
  ['lista-gscp', listaGscpNetwork],
  ['alista-gs', alistaNetwork],
] as const)('%s', (_, network) => {
  test.each(['real', 'complex'] as const)(
    'gradients of a whole network agree with finite differences, %s groups',
    async (groups) => {
      const graphs = graphsOf(network, groups);
      expect(await worstError(graphs, await jointSession(graphs, layers), layers)).toBeLessThan(1e-7);
    },
  );

  test('gradients of a layer alone agree with finite differences', async () => {
    const graphs = graphsOf(network, 'real');
    expect(await worstError(graphs, await aloneSession(graphs), 1)).toBeLessThan(1e-7);
  });
});

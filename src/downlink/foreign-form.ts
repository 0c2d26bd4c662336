import type { Foreign, Given, Returned, Wanted } from '../contracts/foreign.ts';
import type { Observer } from '../contracts/problem.ts';
import { engine, load } from '../lanes/index.ts';
import type { Downlink } from './downlink.ts';
import type { Solution } from './solution.ts';

/** V_k of all users for every trial: [K, M, d], the weight of transmit antenna m in stream i of user k. */
export function beamformers({ K, M, d }: Downlink, symbols: readonly [K: string, M: string, d: string]): Wanted {
  return {
    name: 'V',
    axes: [
      [symbols[0], K],
      [symbols[1], M],
      [symbols[2], d],
    ],
    complex: true,
  };
}

/** Has a solver of the user's own find beamformers for all trials of a downlink, and reports them. */
export async function solveForeign(
  instance: Downlink,
  foreign: Foreign,
  observer: Observer<Solution>,
  given: Given,
  wanted: Wanted,
): Promise<void> {
  for await (const returned of foreign.call('solve', given, [wanted])) report(instance, foreign, observer, returned);
}

function report(
  { K, M, d }: Downlink,
  { iterates: areIterates }: Foreign,
  observer: Observer<Solution>,
  { range, iterates }: Returned,
): void {
  const lanes = engine('f64');
  const perTrial = 2 * K * M * d;
  for (const group of lanes.groups(range.count)) {
    lanes.scope(() => {
      const V = lanes.complex(M, K * d);
      iterates.forEach((iterate, i) => {
        const users = iterate.V.subarray(group.first * perTrial, (group.first + group.count) * perTrial);
        load(V, sideBySide(users, { K, M, d }), { first: 0, count: group.count });
        const trials = { first: range.first + group.first, count: group.count };
        observer.solution(areIterates ? i + 1 : null, trials, { V });
      });
    });
  }
}

/** Every trial's V_1 ... V_K (M x d each) as [V_1 ... V_K], M x K d. */
function sideBySide(users: Float64Array, { K, M, d }: Pick<Downlink, 'K' | 'M' | 'd'>): Float64Array {
  const out = new Float64Array(users.length);
  const perTrial = 2 * K * M * d;
  for (let first = 0; first < users.length; first += perTrial) {
    for (let k = 0; k < K; k++) {
      for (let m = 0; m < M; m++) {
        const from = first + 2 * d * (k * M + m);
        out.set(users.subarray(from, from + 2 * d), first + 2 * d * (m * K + k));
      }
    }
  }
  return out;
}

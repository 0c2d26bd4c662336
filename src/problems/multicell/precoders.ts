import { SolutionError } from '../../contracts/problem.ts';
import { channelInversion, equalPower } from '../../downlink/linear-precoders.ts';
import { identity } from '../../downlink/receiver.ts';
import { scaleStations } from '../../downlink/start.ts';
import {
  addDiagonal,
  type ComplexMatrix,
  cholesky,
  type Group,
  gram,
  inverse,
  load,
  multiply,
  solve,
} from '../../lanes/index.ts';
import { messages } from '../../messages.ts';
import type { Instance } from './instance.ts';

/** How a station shares its power: one common factor for all its streams, or the same power for each. */
export const allocations = ['common factor', 'equal power'] as const;
export type Allocation = (typeof allocations)[number];

/** Whose channels a station takes into account: those of the users it serves, or those of all users of all cells. */
export const audiences = ['own cell', 'all cells'] as const;
export type Audience = (typeof audiences)[number];

/** V_k = H_k^H, the channel from the user's own station, Nt x Nr: maximum ratio transmission before the power is shared. */
export function maximumRatio(V: ComplexMatrix, instance: Instance, group: Group): void {
  const { lanes } = V;
  const { M, K, N } = instance;
  lanes.scope(() => {
    const H = lanes.complex(K * N, M);
    load(H, ownChannels(instance, group), { first: 0, count: group.count });
    multiply(V.columnBlocks(N), H.rowBlocks(N).adjoint, identity(lanes, N));
  });
}

/** The channels of all users from their own stations, K N x M, for the trials of the group. Users of a station follow each other in H. */
function ownChannels({ B, M, K, N, H }: Instance, group: Group): Float64Array {
  const ofStation = (2 * M * K * N) / B;
  const own = new Float64Array(group.count * B * ofStation);
  for (let block = 0; block < group.count * B; block++) {
    const first = ((group.first * B + block) * B + (block % B)) * ofStation;
    own.set(H.subarray(first, first + ofStation), block * ofStation);
  }
  return own;
}

/**
 * V_k = (Hbar^H Hbar + ridge I)^-1 H_k^H, station by station, with Hbar the channels from the station to the users of its own cell or
 * of all cells, stacked; or equally the columns of its own users in Hbar^H (Hbar Hbar^H + ridge I)^-1, whichever system is smaller.
 * With ridge 0 no other user of the audience receives anything of a user's streams, which takes at most Nt receive antennas there: a
 * SolutionError otherwise.
 */
export function invert(V: ComplexMatrix, instance: Instance, group: Group, ridge: number, audience: Audience): void {
  const { K, N, M } = instance;
  if (audience === 'own cell') channelInversion(V, instance, group, ridge);
  else if (ridge === 0 && K * N > M) throw new SolutionError(messages.overloadedByAll(K * N, M));
  else if (K * N > M) invertAtAntennas(V, instance, group, ridge);
  else invertAtUsers(V, instance, group, ridge);
}

function invertAtAntennas(V: ComplexMatrix, instance: Instance, group: Group, ridge: number): void {
  const { lanes } = V;
  const { B, M, K, N } = instance;
  const stations = V.columnBlocks(V.cols / B);
  maximumRatio(V, instance, group);
  lanes.scope(() => {
    const H = lanes.complex(K * N, M, B);
    const L = lanes.factor(M, B);
    load(H, instance.H, group);
    gram(L.matrix, H.adjoint);
    addDiagonal(L.matrix, lanes.constant(ridge));
    cholesky(L, L.matrix);
    solve(stations, L, stations);
  });
}

function invertAtUsers(V: ComplexMatrix, instance: Instance, group: Group, ridge: number): void {
  const { lanes } = V;
  const { B, M, K, N } = instance;
  const streams = V.cols / B;
  lanes.scope(() => {
    const H = lanes.complex(K * N, M, B);
    const L = lanes.factor(K * N, B);
    // Station under station, so that the columns of the users that each serves are the blocks on the diagonal.
    const inverses = lanes.complex(B * K * N, K * N);
    load(H, instance.H, group);
    gram(L.matrix, H);
    addDiagonal(L.matrix, lanes.constant(ridge));
    cholesky(L, L.matrix);
    inverse(inverses.rowBlocks(K * N), L);
    multiply(V.columnBlocks(streams), H.adjoint, inverses.diagonalBlocks(K * N, streams));
  });
}

/** The ridge that makes RZF of a station's users as good as can be where all are equally strong: noise power over power a stream. */
export function ridgeOf({ U, N, P, sigma2 }: Instance): number {
  return (sigma2 * U * N) / P;
}

/** Brings every station's part of V to power P. */
export function allocate(V: ComplexMatrix, instance: Instance, allocation: Allocation): void {
  if (allocation === 'common factor') scaleStations(V, instance);
  else V.lanes.scope(() => equalPower(V, instance));
}

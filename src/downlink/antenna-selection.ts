import type { Group } from '../lanes/index.ts';
import type { Downlink } from './downlink.ts';

/** Order of the selected antennas of a user: as they are numbered, or the strongest first. */
export const rowOrders = ['natural', 'sorted'] as const;
export type RowOrder = (typeof rowOrders)[number];

/**
 * The channels between the station that serves a user and the d of his antennas with the largest channel power: Htilde_1 ...
 * Htilde_K stacked (K d x M), trial by trial for the trials of `group`, entries as re, im; to be read only. Of equally strong antennas
 * the first.
 */
export function strongestRows(instance: Downlink, group: Group, order: RowOrder): Float64Array {
  const { B, M, K, N, d, H } = instance;
  if (B === 1 && d === N && order === 'natural') {
    return H.subarray(group.first * K * N * 2 * M, (group.first + group.count) * K * N * 2 * M);
  }
  const selected = new Float64Array(group.count * K * d * 2 * M);
  let to = 0;
  for (let trial = group.first; trial < group.first + group.count; trial++) {
    for (let k = 0; k < K; k++) {
      const station = Math.floor((k * B) / K);
      const channel = (trial * B + station) * K + k;
      for (const row of strongest(H, channel * N, N, d, 2 * M, order)) {
        selected.set(H.subarray(row * 2 * M, (row + 1) * 2 * M), to);
        to += 2 * M;
      }
    }
  }
  return selected;
}

/** Of rows `first` ... `first + N - 1`, the numbers of the d with the largest power. */
function strongest(H: Float64Array, first: number, N: number, d: number, reals: number, order: RowOrder): number[] {
  const rows = Array.from({ length: N }, (_, i) => first + i);
  const power = rows.map((row) => squaredLength(H, row * reals, reals));
  const chosen = rows.sort((a, b) => power[b - first] - power[a - first] || a - b).slice(0, d);
  return order === 'natural' ? chosen.sort((a, b) => a - b) : chosen;
}

function squaredLength(values: Float64Array, first: number, count: number): number {
  let sum = 0;
  for (let i = first; i < first + count; i++) sum += values[i] ** 2;
  return sum;
}

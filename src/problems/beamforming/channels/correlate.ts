import { cosineAndSine } from '../../../random/elementary.ts';

/** A line of entries of a matrix: where it begins, how far one is from the next, how many there are; in complex entries. */
interface Line {
  readonly first: number;
  readonly step: number;
  readonly count: number;
}

/**
 * Correlates the entries of H (N x M, re, im) along every row, antennas of the base station, with r e^(2 pi j turns) from one to the
 * next: independent CN(0, 1) entries w become h_1 = w_1, h_m = r e^(2 pi j turns) h_(m-1) + sqrt(1 - r^2) w_m, so that
 * E[h_m h_l^*] = r^|m-l| e^(2 pi j turns (m-l)): the exponential model of Loyka (2001).
 */
export function correlateTransmitter(H: Float64Array, M: number, r: number, turns: number): void {
  for (let first = 0; first < H.length / 2; first += M) correlate(H, { first, step: 1, count: M }, r, turns);
}

/** The same along every column, antennas of the user. */
export function correlateReceiver(H: Float64Array, M: number, r: number, turns: number): void {
  const N = H.length / 2 / M;
  for (let first = 0; first < M; first++) correlate(H, { first, step: M, count: N }, r, turns);
}

function correlate(H: Float64Array, { first, step, count }: Line, r: number, turns: number): void {
  const phasor = new Float64Array(2);
  cosineAndSine(turns, phasor);
  const [re, im] = [r * phasor[0], r * phasor[1]];
  const fresh = Math.sqrt(1 - r * r);
  for (let i = 1; i < count; i++) {
    const [before, at] = [2 * (first + (i - 1) * step), 2 * (first + i * step)];
    const [a, b] = [H[before], H[before + 1]];
    H[at] = re * a - im * b + fresh * H[at];
    H[at + 1] = re * b + im * a + fresh * H[at + 1];
  }
}

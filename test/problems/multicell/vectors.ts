import { made } from './solving.ts';

/** Channels of a closed form, of which an independent program (NumPy, float64) has given the rates of several methods. */
export function vectorChannels(B: number, U: number, Nt: number) {
  return made({ B, U, Nt, Nr: 2, P: 10 }, (b, k, n, m) => {
    const gain = b === Math.floor(k / U) ? 1 : 0.3;
    return [
      gain * Math.cos(1 + 3 * k + 5 * n + 7 * m + 0.5 * k * m + 1.1 * b + 0.4 * b * m),
      gain * Math.sin(2 + 2 * k + 3 * n + 5 * m + 0.3 * n * m + 0.7 * k * k + 0.9 * b + 0.6 * b * k),
    ];
  });
}

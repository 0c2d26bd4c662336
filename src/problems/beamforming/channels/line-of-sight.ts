import { cosineAndSine, tenTo } from '../../../random/elementary.ts';
import type { Place } from './places.ts';

/**
 * The Rician channel of one user, in place of his scattered one H (N x M, re, im): sqrt(k / (k + 1)) a(arrival) a(departure)^T +
 * sqrt(1 / (k + 1)) H with k = 10^(riceFactor / 10) and steering vectors a of half-wavelength arrays.
 */
export function addLineOfSight(H: Float64Array, M: number, place: Place, riceFactor: number): void {
  const k = tenTo(riceFactor / 10);
  const [direct, scattered] = [Math.sqrt(k / (k + 1)), Math.sqrt(1 / (k + 1))];
  const phasor = new Float64Array(2);
  for (let i = 0; i < H.length; i += 2) {
    const [n, m] = [Math.floor(i / 2 / M), (i / 2) % M];
    cosineAndSine(n * place.arrival + m * place.departure, phasor);
    H[i] = direct * phasor[0] + scattered * H[i];
    H[i + 1] = direct * phasor[1] + scattered * H[i + 1];
  }
}

import type { ComplexMatrix } from '../../../arrays/complex-matrix.ts';
import { cosineAndSine } from '../../../random/elementary.ts';

/**
 * Columns from Zadoff-Chu sequences of length L: all cyclic shifts of the first root, then all of the next, until there are N.
 * Roots are the numbers without common divisor with L, in ascending order; entries have modulus 1. Shifts of one root are
 * orthogonal, columns of roots u and v correlate by sqrt(gcd(u - v, L) / L) at most.
 * D. C. Chu, "Polyphase codes with good periodic correlation properties", IEEE Trans. Inf. Theory, 1972.
 */
export function zadoffChuPreambles(L: number, N: number): ComplexMatrix {
  const roots = rootsOf(L);
  const data = new Float64Array(2 * L * N);
  for (let n = 0; n < N; n++) {
    const root = roots[Math.floor(n / L)];
    const shift = n % L;
    for (let l = 0; l < L; l++) {
      const place = (l + shift) % L;
      // The exponent is taken modulo 2 L in whole numbers, so that long sequences lose no digits.
      const halfTurns = (root * place * (place + (L % 2))) % (2 * L);
      const at = 2 * (l * N + n);
      cosineAndSine(-halfTurns / (2 * L), data.subarray(at, at + 2));
    }
  }
  return { rows: L, columns: N, data };
}

/** How many different columns there are for this length. */
export function zadoffChuColumns(L: number): number {
  return L * rootsOf(L).length;
}

function rootsOf(L: number): number[] {
  return Array.from({ length: L }, (_, i) => i + 1).filter((root) => commonDivisor(root, L) === 1);
}

/** Euclid's algorithm. */
function commonDivisor(a: number, b: number): number {
  return b === 0 ? a : commonDivisor(b, a % b);
}

import { factor, half, receiverOperations } from '../../downlink/receiver.ts';
import { formFor } from '../../downlink/wmmse-iterate.ts';
import type { MulticellScenario } from './scenario.ts';

/** Sizes that operations depend on. */
type Sizes = Pick<MulticellScenario, 'B' | 'U' | 'Nt' | 'Nr'>;

/**
 * Real operations of an iteration of WMMSE for one channel, each multiplier at its first value: every further one costs the factorization
 * and the solve of its system once more.
 */
export function wmmseOperations(sizes: Sizes, system: 'smaller' | 'antennas'): number {
  const { B, U, Nt, Nr } = sizes;
  const shape = { M: Nt, K: B * U, N: Nr, d: Nr };
  const receivers = shape.K * receiverOperations(shape);
  const full = system === 'antennas' || formFor(shape) === 'full';
  return receivers + B * (full ? inAntennas(sizes) : meanInStreams(sizes));
}

/** Of the iterations of R-WMMSE, which do not depend on Nt once it is above B U Nr. */
export function rWmmseOperations(sizes: Sizes): number {
  return wmmseOperations({ ...sizes, Nt: Math.min(sizes.Nt, sizes.B * sizes.U * sizes.Nr) }, 'smaller');
}

/** Of one station with a system of Nt equations: X of all users, X X^H, X D of its own, then factor, V and H V. */
function inAntennas({ B, U, Nt, Nr }: Sizes): number {
  const n = B * U * Nr;
  const own = U * Nr;
  return 8 * Nt * Nr * n + half(Nt, n) + 4 * Nt * Nr * own + factor(Nt) + 8 * Nt * Nt * own + 8 * n * Nt * own;
}

/**
 * Of one station with a system of n = B U Nr equations, the mean over stations: G Y, the lower triangle of S, its own rows of D and of
 * L^-1 D, of which what lies above the first is 0; then factor, Z and T.
 */
function meanInStreams({ B, U, Nr }: Sizes): number {
  const K = B * U;
  const n = K * Nr;
  const own = U * Nr;
  const users = Array.from({ length: K }, (_, k) => 4 * Nr ** 3 + 4 * (n - k * Nr) ** 2 * Nr);
  const rows = users.reduce((sum, each) => sum + each, 0) / B;
  return 8 * n * n * Nr + 4 * K * (K + 1) * Nr ** 3 + rows + factor(n) + 4 * n * n * own + 8 * n * n * own;
}

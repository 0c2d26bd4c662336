import { SolutionError } from '../../../contracts/problem.ts';
import { OrthonormalRows } from '../../../downlink/orthonormal-rows.ts';
import { squaredNorm } from '../../../downlink/singular-vectors.ts';
import { messages } from '../../../messages.ts';
import { eigenbeams, strongestBeams } from '../eigenbeams.ts';

/** Part of a channel that is rounding alone where it lies in the space of the others. */
const rounding = 1e-10;

/**
 * Block diagonalization (Spencer, Swindlehurst and Haardt, 2004): no user's antennas receive what is sent to another, since V_k lies in the null
 * space of the others' channels, all N antennas of each. In it, V_k are the d strongest right singular vectors of H_k, and water-filling
 * over all streams shares out the power. The singular vectors are those of H_k with its part in the space of the others taken away.
 * Takes (K - 1) N < M, a SolutionError otherwise; a user whose channel lies in the space of the others gets nothing.
 */
export const blockDiagonalization = eigenbeams(
  {
    name: 'block-diagonalization',
    summary:
      'Block diagonalization: no interference at any antenna, the d strongest streams of every user, water-filling',
    power: 'water-filling',
  },
  (H, { K, N, M }) => {
    if ((K - 1) * N >= M) throw new SolutionError(messages.noNullSpace(K, N, M));
    return H.map((channel, k) => {
      const others = new OrthonormalRows(M, rounding);
      H.forEach((other, m) => {
        if (m !== k) others.add(other);
      });
      return strongestBeams(others.without(channel), M, rounding * Math.sqrt(squaredNorm(channel)));
    });
  },
);

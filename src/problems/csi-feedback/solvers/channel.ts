import { z } from 'zod';
import { sampleLength } from '../instance.ts';
import type { CsiFeedbackSolver } from '../solver.ts';

/**
 * No scheme, but the channel itself: |H''| over its largest entry as a diagnostic, iteration 1 to Na Nt for its entries row by row, a row being
 * a delay. What it reconstructs is no channel.
 */
export const channel: CsiFeedbackSolver<Record<string, never>> = {
  name: 'channel',
  summary: "Magnitudes of the entries of the angular-delay channel H'', eq. (2), delay by delay, as in Fig. 3",
  parameters: z.strictObject({}),
  reports: 'every iteration',
  solve(instance, _, observer) {
    const { X, range, Na, Nt } = instance;
    const length = sampleLength(instance);
    const entries = Na * Nt;
    // Zero, and not a number where the channel is none.
    const nothing = X.map((x) => 0 * x);
    const magnitude = (t: number, i: number) => Math.hypot(X[t * length + i], X[t * length + entries + i]);
    const largest = Float64Array.from({ length: range.count }, (_, t) => {
      let most = 0;
      for (let i = 0; i < entries; i++) most = Math.max(most, magnitude(t, i));
      return most;
    });
    for (let i = 0; i < entries; i++) {
      observer.solution(i + 1, range, { X: nothing });
      observer.diagnostic(
        'magnitude',
        'mean',
        range,
        largest.map((most, t) => magnitude(t, i) / most),
        i + 1,
      );
    }
  },
};

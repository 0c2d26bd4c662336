import { z } from 'zod';
import { rangeOf } from '../../downlink/downlink.ts';
import { SingularVectors } from '../../downlink/singular-vectors.ts';
import { waterFilling } from '../../downlink/water-filling.ts';
import { engine, load } from '../../lanes/index.ts';
import type { Instance } from './instance.ts';
import type { BeamformingSolver } from './solver.ts';

/** A stream of a user. */
export interface Beam {
  /** Beamformer of unit length: M complex entries. */
  readonly vector: Float64Array;
  /** Power that its user receives of unit power. */
  readonly gain: number;
}

/** The right singular vectors of a channel whose singular values are above `least`, the strongest first; gains are their squares. */
export function strongestBeams(channel: Float64Array, M: number, least: number): Beam[] {
  const singular = new SingularVectors(channel, M);
  return singular.values.flatMap((sigma, i) =>
    sigma <= least ? [] : [{ vector: singular.vector(i), gain: sigma * sigma }],
  );
}

const powers = ['water-filling', 'equal'] as const;
type Power = (typeof powers)[number];

/**
 * A solver that sends each user at most d beams, found from channels alone, and shares the power out among all beams as if none disturbed
 * another: by water-filling with the priorities as weights, or P / (K d) to each. Columns that are left, and beams without gain, are 0.
 */
export function eigenbeams(
  { name, summary, power }: { readonly name: string; readonly summary: string; readonly power: Power },
  /** The beams of every user in one trial, the strongest first, from the channels H_1 ... H_K (N x M each). */
  beamsOf: (H: readonly Float64Array[], instance: Instance) => readonly (readonly Beam[])[],
): BeamformingSolver<{ power: Power }> {
  return {
    name,
    summary,
    parameters: z.strictObject({
      power: z
        .enum(powers)
        .default(power)
        .describe('How power is shared out: by water-filling over all streams, or equally.'),
    }),
    reports: 'final',
    solve(instance, { power: sharing }, observer) {
      const { M, K, d, range } = instance;
      const perTrial = 2 * M * K * d;
      const lanes = engine('f64');
      lanes.scope(() => {
        const V = lanes.complex(M, K * d);
        const values = new Float64Array(lanes.width * perTrial);
        for (const group of lanes.groups(range.count)) {
          for (let i = 0; i < group.count; i++) {
            const beams = beamsOf(channelsOf(instance, group.first + i), instance);
            write(beams, instance, sharing, values.subarray(i * perTrial, (i + 1) * perTrial));
          }
          load(V, values, { first: 0, count: group.count });
          observer.solution(null, rangeOf(instance, group), { V });
        }
      });
    },
  };
}

/** H_1 ... H_K of a trial, counted from the instance's first. */
function channelsOf({ H, K, N, M }: Instance, trial: number): Float64Array[] {
  const perUser = 2 * N * M;
  return Array.from({ length: K }, (_, k) => H.subarray((trial * K + k) * perUser, (trial * K + k + 1) * perUser));
}

/** Writes the V (M x K d) of a trial. */
function write(
  beams: readonly (readonly Beam[])[],
  { K, d, P, sigma2, alpha }: Instance,
  sharing: Power,
  V: Float64Array,
): void {
  const sent = beams.flatMap((own, k) => own.slice(0, d).map((beam, j) => ({ ...beam, k, column: k * d + j })));
  const subchannels = sent.map(({ gain, k }) => ({ gain: gain / sigma2, weight: alpha[k] }));
  const shares = sharing === 'equal' ? sent.map(() => P / (K * d)) : waterFilling(subchannels, P);
  V.fill(0);
  sent.forEach(({ vector, column }, i) => {
    const amplitude = Math.sqrt(shares[i]);
    for (let m = 0; m < vector.length / 2; m++) {
      const at = 2 * (m * K * d + column);
      V[at] = amplitude * vector[2 * m];
      V[at + 1] = amplitude * vector[2 * m + 1];
    }
  });
}

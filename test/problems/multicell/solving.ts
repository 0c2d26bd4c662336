import type { Instance } from '../../../src/problems/multicell/instance.ts';
import { instanceOf } from '../../../src/problems/multicell/instance.ts';
import { multicell } from '../../../src/problems/multicell/problem.ts';
import { type MulticellScenario, scenarioSchema } from '../../../src/problems/multicell/scenario.ts';
import { streamsFor } from '../../../src/random/streams.ts';
import { solvingOf } from '../../downlink/solving.ts';

export { beamsOf, type Report } from '../../downlink/solving.ts';

export const { draw, run } = solvingOf(multicell);

/** One trial with the channels of the formula `entry`: H[b, k][n][m] as [re, im]. */
export function made(
  axes: Record<string, number | string>,
  entry: (b: number, k: number, n: number, m: number) => readonly [number, number],
): Instance {
  const scenario = scenarioSchema.parse(axes) as MulticellScenario;
  const { B, U, Nt, Nr } = scenario;
  const list = (length: number) => Array.from({ length }, (_, i) => i);
  const H = list(B).flatMap((b) =>
    list(B * U).flatMap((k) => list(Nr).flatMap((n) => list(Nt).flatMap((m) => entry(b, k, n, m)))),
  );
  const streams = streamsFor({ seed: 1, experiment: 'test', scenario: 'test' });
  return instanceOf(scenario, { first: 0, count: 1 }, Float64Array.from(H), streams);
}

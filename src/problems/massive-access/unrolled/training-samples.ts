import { cachedSession, gemm, input, type Session } from '../../../graph/index.ts';
import type { Streams } from '../../../random/streams.ts';
import { drawApart } from '../instance.ts';
import type { MassiveAccessScenario } from '../scenario.ts';

/** Samples to learn from: what the network is given and what it should give, as the graphs take them. */
export interface Samples {
  readonly Y: Float32Array;
  readonly target: Float32Array;
}

/** Trials `first` ... of the training streams. Y = S X + Z is a product of the graph engine, in float32. */
export async function drawSamples(
  scenario: MassiveAccessScenario,
  first: number,
  count: number,
  streams: Streams,
): Promise<Samples> {
  const { X, Y: Z, real } = drawApart(scenario, { first, count }, streams);
  const target = new Float32Array(X);
  const session = await receivedSession(scenario, count);
  const { Y } = await session.run({ X: target, Z: new Float32Array(Z), S: new Float32Array(real.data) });
  return { Y: Y as Float32Array, target };
}

/** Y = X S^T + Z, row by row of antennas. */
function receivedSession({ L, N, M }: MassiveAccessScenario, trials: number): Promise<Session> {
  return cachedSession(`received ${L} ${N} ${M} ${trials}`, () => {
    const X = input('X', [trials * M, 2 * N], 'float32');
    const S = input('S', [2 * L, 2 * N], 'float32');
    const Z = input('Z', [trials * M, 2 * L], 'float32');
    return { Y: gemm(X, S, { transposeB: true, c: Z }) };
  });
}

import { compile, gradients, input, parameter, type Session, scope, type Tensor } from '../src/graph/index.ts';
import { shrinkageStep } from '../src/problems/massive-access/shrinkage-step.ts';
import { streamsFor } from '../src/random/streams.ts';

/** Sizes of the training step that is timed: those of Figs. 5-7 of the LISTA-GS paper, with a batch of 64. */
export const sizes = { layers: 12, samples: 64, L: 100, N: 200, M: 30 } as const;

/**
 * Operations of the matrix products of one step: two products a layer forward and three backward, but one and one in the first
 * layer, where X is 0.
 */
export const flopsOfListaStep = (5 * sizes.layers - 3) * 2 * sizes.samples * sizes.M * (2 * sizes.L) * (2 * sizes.N);

/** One gradient step, ready to run. */
export interface ListaStep {
  readonly session: Session;
  readonly feeds: Record<string, Float32Array>;
}

/**
 * The gradient step of a LISTA-GSCP network: X <- eta_theta(X + W^T (Y - S X)) a layer, loss ||X - X*||^2. Samples and
 * antennas are rows, devices are columns: [samples M, 2N]. A group is then a column of one sample's rows.
 */
export async function listaStep(threads: number, seed = 1): Promise<ListaStep> {
  const { layers, samples, L, N, M } = sizes;
  const rows = samples * M;
  const S = input('S', [2 * L, 2 * N]);
  const Y = input('Y', [rows, 2 * L]);
  const truth = input('X', [rows, 2 * N]);
  const W = Array.from({ length: layers }, (_, k) => parameter(`W${k}`, [2 * L, 2 * N]));
  const theta = Array.from({ length: layers }, (_, k) => parameter(`theta${k}`, []));
  let X: Tensor | undefined;
  for (let k = 0; k < layers; k++) {
    X = scope(`layer${k}`, () => shrinkageStep(X, Y, S, W[k], theta[k], { M, groups: 'real' }));
  }
  const loss = X!.sub(truth).square().sum();
  const variables = [...W, ...theta];
  const slopes = gradients(loss, variables);
  const named = Object.fromEntries(slopes.map((slope, i) => [`d${i < layers ? 'W' : 'theta'}${i % layers}`, slope]));
  const session = await compile({ loss, ...named }, { threads });
  return { session, feeds: listaFeeds(seed) };
}

function listaFeeds(seed: number): Record<string, Float32Array> {
  const { layers, samples, L, N, M } = sizes;
  const stream = streamsFor({ seed, experiment: 'bench', scenario: 'lista-gscp' }).of('training', 0);
  const fill = (size: number, scale: number) => Float32Array.from({ length: size }, () => scale * stream.normal());
  const feeds: Record<string, Float32Array> = {
    S: fill(4 * L * N, 1 / Math.sqrt(2 * L)),
    Y: fill(samples * M * 2 * L, 1),
    X: fill(samples * M * 2 * N, 0.3),
  };
  for (let k = 0; k < layers; k++) {
    feeds[`W${k}`] = feeds.S.map((s) => s / 5.7);
    feeds[`theta${k}`] = Float32Array.of(0.1);
  }
  return feeds;
}

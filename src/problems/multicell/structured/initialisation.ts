import { gelu, gram, multiplyReal, type RealValue } from '../../../lanes/tape/index.ts';
import { columnsOf, stacked } from './columns.ts';
import { type Layers, overPairs } from './layers.ts';
import type { DownlinkRecording } from './recording.ts';

/** W_L - I and W_R - I of all users, as columns. */
export interface Made {
  readonly left: RealValue;
  readonly right: RealValue;
}

/**
 * W_L^0 and W_R^0 of all users from the channels of the station that serves them, by the sizes of the appendix of Song et al.:
 * embeddings of H_k (Nt times as large), of the H_j to all others (as large) and of H_k H_j^H (Nt / 4 times), the latter two summed over
 * j, then three layers for each matrix. The products H_k H_j^H say how far two users are from being orthogonal.
 */
export function initialisationOf(layers: Layers, downlink: DownlinkRecording): Made {
  const { K, N, M } = downlink.shape;
  const own = layers.dense('initial.own', ownChannels(downlink), 2 * M * M * N);
  const others = gelu(layers.dense('initial.others', downlink.channelColumns(), 2 * M * M * N));
  const products = layers.dense('initial.products', correlations(downlink), Math.ceil(M / 4) * 2 * N * N);
  const known = stacked(gelu(own), otherUsers(downlink, others), overPairs(gelu(products), K, 1));
  const first = gelu(layers.dense('initial.left1', known, 2 * M * M));
  const second = gelu(layers.dense('initial.left2', first, 2 * M * M));
  return { left: layers.last('initial.left3', second, 2 * M * M), right: rightMatrix(layers, 'initial', known, N) };
}

/** W_R - I from three layers that shrink to its size: 8 Nr^2, 4 Nr^2 and Nr^2 complex numbers. */
export function rightMatrix(layers: Layers, name: string, known: RealValue, N: number): RealValue {
  const first = gelu(layers.dense(`${name}.right1`, known, 16 * N * N));
  const second = gelu(layers.dense(`${name}.right2`, first, 8 * N * N));
  return layers.last(`${name}.right3`, second, 2 * N * N);
}

/** The channels from the stations that serve them to their users, one column a user. */
function ownChannels({ tape, shape: { B, M, K, N }, H }: DownlinkRecording): RealValue {
  const U = K / B;
  const own = tape.real(2 * N * M, K);
  for (let b = 0; b < B; b++) {
    columnsOf(
      H.at(b)
        .rowRange(b * U * N, U * N)
        .rowBlocks(N),
      own.columnRange(b * U, U),
    );
  }
  return own;
}

/** H_k H_j^H of the channels from the station that serves user k, in column k K + j. */
function correlations({ tape, shape: { B, K, N }, H }: DownlinkRecording): RealValue {
  const U = K / B;
  const G = gram(H);
  const all = tape.real(2 * N * N, K * K);
  for (let k = 0; k < K; k++) {
    const row = G.at(Math.floor(k / U)).rowRange(k * N, N);
    columnsOf(row.columnBlocks(N), all.columnRange(k * K, K));
  }
  return all;
}

/** Of embeddings of the channels from station b to user j in column b K + j: for each user those of his station, summed over the others. */
function otherUsers({ tape, shape: { B, K } }: DownlinkRecording, embedded: RealValue): RealValue {
  const U = K / B;
  const summed = tape.real(embedded.rows, K);
  for (let b = 0; b < B; b++) {
    const others = tape.realConstant(K, U, 1, (matrix) => {
      matrix.fill(1);
      for (let u = 0; u < U; u++) matrix.block(b * U + u, u, 1, 1).fill(0);
    });
    multiplyReal(embedded.columnRange(b * K, K), others, summed.columnRange(b * U, U));
  }
  return summed;
}

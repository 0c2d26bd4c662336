import { add, gelu, type RealValue, scale, type Tape } from '../../../lanes/tape/index.ts';
import { blocksOf, columnsOf, stacked } from './columns.ts';
import { Layers, overPairs } from './layers.ts';
import type { RecordedNetwork } from './network.ts';
import { DownlinkRecording, type NetworkShape } from './recording.ts';

/** Sizes of a message passing network. */
export interface GnnSettings {
  /** Rounds of messages, each with weights of its own. */
  readonly layers: number;
  /** Length of what a user knows, and of a message. */
  readonly units: number;
}

/**
 * A plain message passing network, our choice for the one that Song et al. compare with: users are nodes that know V0_k, and in every
 * round each hears the mean over all others j of
 *
 *     GELU(A x_j + B vec(H_{s(j),k}) + C vec(H_{s(k),j}) + c),
 *
 * which goes with what he knows through one layer. The last one makes V_k. Nothing of the problem's structure is in it but that the
 * order of users and stations does not matter.
 */
export function recordGnn(tape: Tape, shape: NetworkShape, { layers: rounds, units }: GnnSettings): RecordedNetwork {
  const { M, K, N } = shape;
  const downlink = new DownlinkRecording(tape, shape);
  const layers = new Layers(tape, 'shared');
  const V0 = tape.complexInput(M, K * N);
  const channels = downlink.channelColumns();
  const nodes = columnsOf(V0.columnBlocks(N));
  let known = gelu(layers.dense('first', nodes, units));
  for (let l = 1; l <= rounds; l++) {
    const said = layers.dense(`round${l}.said`, known, units);
    const toward = layers.weighted(`round${l}.toward`, channels, units);
    const away = layers.weighted(`round${l}.away`, channels, units);
    const messages = gelu(messagesOf(downlink, said, toward, away));
    const heard = overPairs(messages, K, K > 1 ? 1 / (K - 1) : 0);
    known = gelu(layers.dense(`round${l}.known`, stacked(nodes, known, heard), units));
  }
  const V = tape.complex(M, K * N);
  const made = blocksOf(layers.dense('last', known, nodes.rows), M);
  scale(tape.constant(1), made, V.columnBlocks(N));
  const output = downlink.toPower(V);
  const loss = scale(tape.constant(-1), downlink.rate(downlink.receive(output)));
  return { H: downlink.H, V0, V: [output], loss, arrays: layers.arrays };
}

/** What user k is told by user j in column k K + j: what j says, what his station's channel to k and what k's to him add. */
function messagesOf(
  { tape, shape: { B, K } }: DownlinkRecording,
  said: RealValue,
  toward: RealValue,
  away: RealValue,
): RealValue {
  const U = K / B;
  const sums = tape.real(said.rows, K * K);
  for (let k = 0; k < K; k++) {
    const fromOwn = add(said, away.columnRange(Math.floor(k / U) * K, K));
    for (let b = 0; b < B; b++) {
      const told = sums.columnRange(k * K + b * U, U).columnBlocks(1);
      add(fromOwn.columnRange(b * U, U).columnBlocks(1), toward.columnRange(b * K + k, 1), told);
    }
  }
  return sums;
}

import {
  addDiagonal,
  type ComplexValue,
  gelu,
  gram,
  multiply,
  type RealValue,
  scale,
  signedLog,
  stackParts,
  subtract,
  type Tape,
  trace,
} from '../../../lanes/tape/index.ts';
import { blocksOf, columnsOf, stacked } from './columns.ts';
import { Layers, meanOverOthers } from './layers.ts';
import type { RecordedNetwork } from './network.ts';
import { DownlinkRecording, type NetworkShape, type Received } from './recording.ts';

/** Units of the hidden layers. */
const units = 64;

/** What the network is, beside the sizes of the problem. */
export interface SpanSettings {
  /** Update iterations, each with weights of its own. */
  readonly T: number;
  /** Whether users hear the mean of what the others know. */
  readonly messages: 'mean' | 'none';
}

/**
 * The `span` reading of the structured updates of Song et al., our own: V_k <- W_L V_k W_R with matrices that keep V_k in the span of
 * the channels that its station b sees,
 *
 *     W_L = I - sum_j H_bj^H C_j H_bj,   W_R = I + R_k,
 *
 * then one factor for each station. C_k and R_k, Nr x Nr, come from what user k receives and causes: the entries of T_kk, of
 * J_k = I + sum_{j != k} T_kj T_kj^H and of sum_{j != k} T_jk^H T_jk, each through sign(x) ln(1 + |x|). Two layers with GELU, the mean of
 * them over all other users beside, one more with GELU, and a linear one. Its size depends on Nr alone: one network fits any number of
 * stations, users and antennas, and the order of users and stations does not matter.
 */
export function recordSpanNetwork(tape: Tape, shape: NetworkShape, { T, messages }: SpanSettings): RecordedNetwork {
  const downlink = new DownlinkRecording(tape, shape);
  const layers = new Layers(tape, 'copied');
  const V0 = tape.complexInput(shape.M, shape.K * shape.N);
  const outputs: ComplexValue[] = [];
  let V = V0;
  let received = downlink.receive(V0);
  for (let t = 1; t <= T; t++) {
    const first = gelu(layers.dense(`update${t}.own1`, features(tape, received, shape.N), units));
    const own = gelu(layers.dense(`update${t}.own2`, first, units));
    const known = messages === 'mean' ? stacked(own, meanOverOthers(own)) : own;
    const mixed = gelu(layers.dense(`update${t}.mixed`, known, units));
    const { C, R } = parametersOf(layers.last(`update${t}.out`, mixed, 4 * shape.N ** 2), shape.N);
    V = updated(downlink, V, received.T, C, R);
    received = downlink.receive(V);
    outputs.push(V);
  }
  const loss = scale(tape.constant(-1), downlink.rate(received));
  return { H: downlink.H, V0, V: outputs, loss, arrays: layers.arrays };
}

/** One column of 4 Nr^2 numbers a user. */
function features(tape: Tape, { wanted, interference, J }: Received, N: number): RealValue {
  const leakage = gram(interference.columnBlocks(N).adjoint);
  const F = tape.real(4 * N * N, wanted.count);
  let row = 2 * N * N;
  const next = (rows: number) => F.rowRange((row += rows) - rows, rows).columnBlocks(1);
  columnsOf(wanted, F.rowRange(0, row));
  for (const hermitian of [J, leakage]) {
    for (let i = 0; i < N; i++) {
      trace(hermitian.block(i, i, 1, 1), next(1));
      for (let j = 0; j < i; j++) stackParts(hermitian.block(i, j, 1, 1), next(2));
    }
  }
  return signedLog(F);
}

/** C_k and R_k from a column of 4 Nr^2 numbers a user. */
function parametersOf(Y: RealValue, N: number): { C: ComplexValue; R: ComplexValue } {
  const [C, R] = [0, 1].map((index) => blocksOf(Y.rowRange(2 * N * N * index, 2 * N * N), N));
  return { C, R };
}

/** Exported for tests: (V_k - sum_j H_bj^H C_j T_jk) (I + R_k), station by station at power P. */
export function updated(
  downlink: DownlinkRecording,
  V: ComplexValue,
  T: ComplexValue,
  C: ComplexValue,
  R: ComplexValue,
): ComplexValue {
  const { tape, shape, H } = downlink;
  const { N } = shape;
  const weighted = tape.complex(T.rows, T.cols);
  multiply(C, T.rowBlocks(N), weighted.rowBlocks(N));
  const change = tape.complex(V.rows, V.cols);
  multiply(H.adjoint, downlink.stations(weighted), downlink.stations(change));
  const turned = tape.complex(V.rows, V.cols);
  const W = addDiagonal(R, tape.constant(1));
  multiply(subtract(V, change).columnBlocks(N), W, turned.columnBlocks(N));
  return downlink.toPower(turned);
}

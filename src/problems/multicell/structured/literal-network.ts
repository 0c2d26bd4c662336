import { addDiagonal, type ComplexValue, gelu, multiply, scale, type Tape } from '../../../lanes/tape/index.ts';
import { blocksOf, columnsOf, stacked } from './columns.ts';
import { initialisationOf, type Made, rightMatrix } from './initialisation.ts';
import { Layers, meanOverOthers, overPairs, sumOfOthers } from './layers.ts';
import type { RecordedNetwork } from './network.ts';
import { DownlinkRecording, type NetworkShape, type Received } from './recording.ts';

/** Which modules the network has. */
export interface LiteralSettings {
  /** Update iterations, each with weights of its own; with 0 the initialisation stands alone. */
  readonly T: number;
  /** W_L^0 and W_R^0 from the channels, or V0 as it is. */
  readonly initialisation: 'learned' | 'none';
  /** A learned D (Nt x Nr K), in whose larger space V is updated. */
  readonly expansion: 'learned' | 'none';
  /** Whether users hear the mean of the others' last W_L and W_R. */
  readonly messages: 'mean' | 'none';
}

/**
 * The structured updates of Song et al. as their appendix words them: V_k <- W_L V_k W_R with full matrices, Nt x Nt and Nr x Nr, that
 * networks make user by user, every station brought to its power after each phase.
 *
 * 1. Initialisation: W_L^0 V0_k W_R^0, from the channels alone.
 * 2. Expansion: V' = D^H V, so that W_L has Nr K rows; nothing but H D V' is made of the larger channels H' = H D.
 * 3. T updates, from what users receive and from all V.
 * 4. Back: V = D V'.
 *
 * Layers are real, on real parts beside imaginary parts, with GELU behind all but the last, which starts at W_L = W_R = I. What is left
 * open there is our choice: that other users' embeddings are summed behind their GELU, and that users of other cells count as those of
 * the own one.
 */
export function recordLiteralNetwork(tape: Tape, shape: NetworkShape, settings: LiteralSettings): RecordedNetwork {
  const { M, K, N } = shape;
  const downlink = new DownlinkRecording(tape, shape);
  const layers = new Layers(tape, 'shared');
  const V0 = tape.complexInput(M, K * N);
  const outputs: ComplexValue[] = [];
  let V = V0;
  let made: Made | undefined;
  if (settings.initialisation === 'learned') {
    made = initialisationOf(layers, downlink);
    V = applied(downlink, V0, made);
    outputs.push(V);
  }
  const D = settings.expansion === 'learned' ? layers.isometry('expansion', M, N * K) : undefined;
  const back = (X: ComplexValue) => (D === undefined ? X : multiply(D, X));
  let X = D === undefined ? V : downlink.toPower(multiply(D.adjoint, V));
  for (let t = 1; t <= settings.T; t++) {
    const heard = settings.messages === 'mean' ? made : undefined;
    made = update(layers, `update${t}`, { X, received: downlink.receive(back(X)), shape, heard });
    X = applied(downlink, X, made);
    outputs.push(D === undefined ? X : downlink.toPower(back(X)));
  }
  const loss = scale(tape.constant(-1), downlink.rate(downlink.receive(outputs[outputs.length - 1])));
  return { H: downlink.H, V0, V: outputs, loss, arrays: layers.arrays };
}

/** W_L V W_R of all users, every station at its power. */
function applied(downlink: DownlinkRecording, V: ComplexValue, { left, right }: Made): ComplexValue {
  const { tape, shape } = downlink;
  const [WL, WR] = [blocksOf(left, V.rows), blocksOf(right, shape.N)].map((W) => addDiagonal(W, tape.constant(1)));
  const product = tape.complex(V.rows, V.cols);
  multiply(multiply(WL, V.columnBlocks(shape.N)), WR, product.columnBlocks(shape.N));
  return downlink.toPower(product);
}

interface BeforeUpdate {
  readonly X: ComplexValue;
  readonly received: Received;
  readonly shape: NetworkShape;
  /** The last W_L and W_R. */
  readonly heard: Made | undefined;
}

/**
 * W_L and W_R of an update, from embeddings of T_kk and of all T_kj, four times as large as they are, and of V_k and of all V_j, Nt / 2
 * times.
 */
function update(layers: Layers, name: string, { X, received, shape, heard }: BeforeUpdate): Made {
  const { K, N, M } = shape;
  const pairs = received.T.tape.real(2 * N * N, K * K);
  for (let k = 0; k < K; k++) {
    columnsOf(received.T.rowRange(k * N, N).columnBlocks(N), pairs.columnRange(k * K, K));
  }
  const beams = columnsOf(X.columnBlocks(N));
  const ofBeams = Math.ceil(M / 2) * beams.rows;
  const known = stacked(
    gelu(layers.dense(`${name}.received`, columnsOf(received.wanted), 8 * N * N)),
    overPairs(gelu(layers.dense(`${name}.interference`, pairs, 8 * N * N)), K, 1),
    gelu(layers.dense(`${name}.own`, beams, ofBeams)),
    sumOfOthers(gelu(layers.dense(`${name}.others`, beams, ofBeams))),
  );
  const messages = heard === undefined ? known : stacked(known, meanOverOthers(stacked(heard.left, heard.right)));
  const entries = 2 * X.rows ** 2;
  const mixed = gelu(layers.dense(`${name}.messages`, messages, entries));
  return { left: layers.last(`${name}.left`, mixed, entries), right: rightMatrix(layers, name, known, N) };
}

import { copyAcross } from '../lanes/across.ts';
import {
  type ComplexMatrix,
  divide,
  type Group,
  gram,
  type Lanes,
  load,
  mirror,
  multiply,
  type RealMatrix,
  scale,
  sqrt,
  squaredNorm,
} from '../lanes/index.ts';
import type { Downlink, Shape } from './downlink.ts';
import { FullTransmitter } from './full-transmitter.ts';
import { GramTransmitter } from './gram-transmitter.ts';
import { scaleToPower } from './power.ts';
import { MmseReceiver } from './receiver.ts';
import type { Received, Solution } from './solution.ts';
import type { Transmitter } from './transmitter.ts';

/**
 * The space that an iteration computes in: that of the streams, with G = H H^H, or that of the transmit antennas. The first costs the same
 * for any number of antennas; the second is for more streams than antennas.
 */
export type Form = 'gram' | 'full';

/** The form in which an iteration is regular and cheap. */
export function formFor({ M, K, d }: Shape): Form {
  return K * d <= M ? 'gram' : 'full';
}

/** What an iteration goes on from. */
export interface State {
  /** G (K N x K N) or H (K N x M) of every station, by the form. */
  readonly channel: ComplexMatrix;
  /** T, what the users receive of each station's V, side by side: K N x K d. */
  readonly T: ComplexMatrix;
  /** ||V||_F^2 of every station. */
  readonly power: RealMatrix;
}

export interface IterateOptions {
  readonly form: Form;
  /** Writes the first V of the trials of a group. */
  readonly start: (V: ComplexMatrix, group: Group) => void;
  /** Whether V is reported as it is or, of a single station, scaled to the transmit power. */
  readonly reported: 'as it is' | 'at full power';
  /** The engine of what is reported; it has the width of the one that computes. */
  readonly reports: Lanes;
}

/** The iterates of one downlink, as many as there are lanes: where they start, what an iteration goes on from, and what is reported of them. */
export class WmmseIterate {
  readonly lanes: Lanes;
  readonly state: State;
  readonly receiver: MmseReceiver;
  /** One a station. */
  readonly transmitters: readonly Transmitter[];
  /** What a solution is made of. */
  readonly parts: readonly (ComplexMatrix | RealMatrix)[];
  readonly #downlink: Downlink;
  readonly #options: IterateOptions;
  readonly #H: ComplexMatrix;
  /** The first trial of the group in H. */
  #inH = -1;
  readonly #V: ComplexMatrix;
  readonly #reportedV: ComplexMatrix;
  readonly #reportedT: ComplexMatrix;
  readonly #reportedPower: RealMatrix;
  readonly #scratch: RealMatrix;

  constructor(lanes: Lanes, downlink: Downlink, options: IterateOptions) {
    const { B, M, K, N, d } = downlink;
    const { form, reports } = options;
    this.lanes = lanes;
    this.#downlink = downlink;
    this.#options = options;
    this.state = this.newState();
    const { channel, T, power } = this.state;
    this.receiver = new MmseReceiver(downlink, T);
    this.transmitters = Array.from({ length: B }, (_, station) => {
      const users = { first: station * (K / B), count: K / B };
      return new { gram: GramTransmitter, full: FullTransmitter }[form](this.receiver, channel.at(station), users);
    });
    this.parts = [T, power, this.receiver.stackedY, ...this.transmitters.map(({ part }) => part)];
    this.#H = lanes.complex(K * N, M, B);
    this.#V = lanes.complex(M, K * d);
    this.#reportedV = reports === lanes ? this.#V : reports.complex(M, K * d);
    this.#reportedT = reports.complex(K * N, K * d);
    this.#reportedPower = reports.scalar(B);
    this.#scratch = reports.scalar();
  }

  newState(): State {
    const { B, M, K, N, d } = this.#downlink;
    const { lanes } = this;
    const channel = lanes.complex(K * N, this.#options.form === 'gram' ? K * N : M, B);
    return { channel, T: lanes.complex(K * N, K * d), power: lanes.scalar(B) };
  }

  /** The columns of a matrix that belong to the streams of each station. */
  stations(X: ComplexMatrix): ComplexMatrix {
    return X.columnBlocks(X.cols / this.#downlink.B);
  }

  /** Writes the state that the trials of a group start from; V need not be in the range of H^H. */
  begin(group: Group, { channel, T, power }: State = this.state): void {
    this.#loadH(group);
    this.#options.start(this.#V, group);
    if (this.#options.form === 'full') load(channel, this.#downlink.H, group);
    else {
      gram(channel, this.#H);
      mirror(channel);
    }
    const V = this.stations(this.#V);
    multiply(this.stations(T), this.#H, V);
    squaredNorm(power, V);
  }

  /** What the parts, those of the trials of a group, are of. It is computed when it is looked at. */
  solution(group: Group): Solution {
    return new LazySolution(
      () => this.#formV(group),
      () => this.#receive(),
    );
  }

  #formV(group: Group): ComplexMatrix {
    this.#loadH(group);
    for (const [station, transmitter] of this.transmitters.entries()) {
      transmitter.form(this.stations(this.#V).at(station), this.#H.at(station));
    }
    const V = this.#reportedV;
    if (V !== this.#V) copyAcross(V, this.#V);
    if (this.#options.reported === 'at full power') scaleToPower(V, this.#downlink.P, V, this.#scratch);
    return V;
  }

  #receive(): Received {
    const { reports, reported } = this.#options;
    const power = this.#reportedPower;
    const T = this.#reportedT;
    for (let station = 0; station < power.count; station++) {
      for (let lane = 0; lane < reports.width; lane++) {
        power.set(this.state.power.get(lane, 0, 0, station), lane, 0, 0, station);
      }
    }
    const from = reports === this.lanes ? this.state.T : T;
    if (from === T) copyAcross(T, this.state.T);
    if (reported === 'as it is') return { T: from, power };
    const P = reports.constant(this.#downlink.P);
    divide(this.#scratch, P, power);
    sqrt(this.#scratch, this.#scratch);
    scale(T, this.#scratch, from);
    for (let lane = 0; lane < reports.width; lane++) power.set(power.get(lane) * this.#scratch.get(lane) ** 2, lane);
    return { T, power };
  }

  #loadH(group: Group): void {
    if (this.#inH === group.first) return;
    load(this.#H, this.#downlink.H, group);
    this.#inH = group.first;
  }
}

class LazySolution implements Solution {
  readonly #form: () => ComplexMatrix;
  readonly #receive: () => Received;
  #V: ComplexMatrix | undefined;
  #received: Received | undefined;

  constructor(form: () => ComplexMatrix, receive: () => Received) {
    this.#form = form;
    this.#receive = receive;
  }

  get V(): ComplexMatrix {
    return (this.#V ??= this.#form());
  }

  get received(): Received {
    return (this.#received ??= this.#receive());
  }
}

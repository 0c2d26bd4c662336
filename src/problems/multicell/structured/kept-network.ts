import type { Weights } from '../../../contracts/training.ts';
import { type Lanes, LanesEngine } from '../../../lanes/index.ts';
import { compile, RecordingTape, type TapeProgram } from '../../../lanes/tape/index.ts';
import { flatOf, type RecordedNetwork, untrained } from './network.ts';
import type { NetworkKind } from './network-training.ts';
import type { NetworkShape } from './recording.ts';

/** A network compiled for channels of one shape, in an engine of its own. */
export class KeptNetwork {
  readonly lanes: Lanes = new LanesEngine('f64');
  readonly network: RecordedNetwork;
  readonly program: TapeProgram;
  /** What its parameters were last set from. */
  #from: Weights | number | undefined;

  constructor(record: (tape: RecordingTape) => RecordedNetwork) {
    const tape = new RecordingTape(this.lanes);
    this.network = record(tape);
    this.program = compile(tape, { outputs: [this.network.V[this.network.V.length - 1]] });
  }

  /** Sets the parameters: trained weights, or those from which training with a seed starts. */
  setParameters(from: Weights | number): void {
    if (this.#from === from) return;
    const { arrays } = this.network;
    this.program.setParameters(typeof from === 'number' ? untrained(arrays, from) : flatOf(arrays, from));
    this.#from = from;
  }
}

/** Networks that a thread keeps: compiling one takes as long as solving some channels. */
const most = 4;

const known = new Map<string, KeptNetwork>();

/** The network of a kind for channels of a shape, compiled once as long as it is among those used last. */
export function keptNetwork<S>(kind: NetworkKind<S>, { B, M, K, N, P, alpha }: NetworkShape, settings: S): KeptNetwork {
  const shape = { B, M, K, N, P, alpha };
  const key = JSON.stringify([kind.reading, settings, { ...shape, alpha: [...alpha] }]);
  const network = known.get(key) ?? new KeptNetwork((tape) => kind.record(tape, shape, settings));
  known.delete(key);
  known.set(key, network);
  if (known.size > most) known.delete(known.keys().next().value!);
  return network;
}

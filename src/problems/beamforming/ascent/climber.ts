import { type Start, startAt } from '../../../downlink/start.ts';
import { SumRateGradient } from '../../../downlink/sum-rate-gradient.ts';
import { type ComplexMatrix, type Group, type Lanes, load, type RealMatrix } from '../../../lanes/index.ts';
import type { Instance } from '../instance.ts';

/** What all ascents have: channels, V, and the weighted sum rate of V in bits with its gradient. */
export class Climber {
  readonly H: ComplexMatrix;
  readonly V: ComplexMatrix;
  /** Gradient at V, d/d Re V + j d/d Im V. */
  readonly gradient: ComplexMatrix;
  readonly rate: RealMatrix;
  readonly #instance: Instance;
  readonly #start: Start;
  readonly #sumRate: SumRateGradient;

  constructor(lanes: Lanes, instance: Instance, start: Start) {
    const { M, K, N, d } = instance;
    this.#instance = instance;
    this.#start = start;
    this.H = lanes.complex(K * N, M);
    this.V = lanes.complex(M, K * d);
    this.gradient = lanes.complex(M, K * d);
    this.#sumRate = new SumRateGradient(instance, this.H, this.V, Math.LN2);
    this.rate = this.#sumRate.value;
  }

  start(group: Group): void {
    load(this.H, this.#instance.H, group);
    startAt(this.#start, this.V, this.#instance, group, 'natural');
    this.evaluate();
  }

  /** Writes rate and gradient of the present V. */
  evaluate(): void {
    this.#sumRate.evaluate(this.gradient);
  }
}

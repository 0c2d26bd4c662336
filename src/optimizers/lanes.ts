import { adamMove, ComplexMatrix, type RealMatrix, zero } from '../lanes/index.ts';
import { type AdamOptimizer, stepNumbers } from './optimizer.ts';
import { rateAt } from './schedule.ts';

/** What Adam has in lanes: no weight decay, no clipping. */
export type LaneOptimizer = Pick<AdamOptimizer, 'rate' | 'beta1' | 'beta2' | 'epsilon'>;

/** Adam in every lane, for the entries of one matrix, real and imaginary parts each by themselves. It ascends. */
export class LaneAdam<M extends ComplexMatrix | RealMatrix> {
  readonly #x: M;
  readonly #m: M;
  readonly #w: M;
  readonly #optimizer: AdamOptimizer;
  /** See `AdamMoments`. */
  readonly #scalars: RealMatrix;
  /** Where the two of them lie that change from step to step. */
  readonly #stepSize: RealMatrix;
  readonly #rootFactor: RealMatrix;
  /** What they are in every step so far: the same from every start. */
  readonly #steps: { readonly size: number; readonly rootFactor: number }[] = [];
  #step = 0;

  constructor(x: M, optimizer: LaneOptimizer) {
    if (x.count !== 1) throw new RangeError(`Adam is made for a single matrix, not ${x.shape}`);
    this.#x = x;
    this.#m = likeness(x);
    this.#w = likeness(x);
    this.#optimizer = { ...optimizer, kind: 'adam' };
    this.#scalars = x.lanes.real(1, 5);
    this.#stepSize = this.#scalars.columnRange(0, 1);
    this.#rootFactor = this.#scalars.columnRange(1, 1);
    const { beta1, beta2, epsilon } = stepNumbers(this.#optimizer, 0);
    [0, 0, beta1, beta2, epsilon].forEach((value, i) => {
      this.#scalars.columnRange(i, 1).fill(value);
    });
    this.restart();
  }

  /** Forgets all steps. */
  restart(): void {
    this.#step = 0;
    zero(this.#m);
    zero(this.#w);
  }

  /** Begins the next step: what {@link move} does from now on. Happens at once, also where operations are recorded. */
  advance(): void {
    if (this.#step === this.#steps.length) this.#steps.push(this.#numbersOf(this.#step));
    const { size, rootFactor } = this.#steps[this.#step++];
    this.#stepSize.fill(size);
    this.#rootFactor.fill(rootFactor);
  }

  #numbersOf(step: number) {
    const { correction1, correction2 } = stepNumbers(this.#optimizer, step);
    return { size: rateAt(this.#optimizer.rate, step) / correction1, rootFactor: 1 / Math.sqrt(correction2) };
  }

  /** Moves x by the present step. */
  move(gradient: M): void {
    adamMove(this.#x, { m: this.#m, w: this.#w, scalars: this.#scalars }, gradient);
  }
}

/** Zeros of the same kind and shape. */
function likeness<M extends ComplexMatrix | RealMatrix>(x: M): M {
  const { lanes, rows, cols } = x;
  return (x instanceof ComplexMatrix ? lanes.complex(rows, cols) : lanes.real(rows, cols)) as M;
}

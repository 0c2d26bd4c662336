import { PowerProjection } from '../../../downlink/power.ts';
import { SumRate } from '../../../downlink/sum-rate.ts';
import {
  add,
  addScaled,
  and,
  andNot,
  atMost,
  type ComplexMatrix,
  copy,
  copyWhere,
  type Group,
  innerProduct,
  type Mask,
  type RealMatrix,
  subtract,
  times,
} from '../../../lanes/index.ts';
import type { Instance } from '../instance.ts';
import type { Ascent } from './ascent.ts';
import type { Climber } from './climber.ts';

/** Share of the linear prediction that a move must gain. */
const sufficient = 1e-4;

/** Gains that rounding hides, as a share of the rate. */
const rounding = 1e-13;

/** After so many halvings of gamma a lane keeps its V: no smaller move can be told from none. */
const maxHalvings = 60;

/**
 * Projected gradient ascent with Armijo's rule along the projection arc (Bertsekas): gamma begins at twice the last one and is
 * halved until F(W) >= F(V) + 1e-4 <g, W - V> for W = Omega(V + gamma g), up to rounding. The rate never falls.
 */
export class Backtracking implements Ascent {
  readonly V: ComplexMatrix;
  readonly rate: RealMatrix;
  readonly #climber: Climber;
  readonly #firstGamma: number;
  readonly #W: ComplexMatrix;
  readonly #accepted: ComplexMatrix;
  readonly #rateOfW: SumRate;
  readonly #projection: PowerProjection;
  readonly #difference: ComplexMatrix;
  readonly #gamma: RealMatrix;
  readonly #halved: RealMatrix;
  readonly #least: RealMatrix;
  readonly #searching: Mask;
  readonly #enough: Mask;
  #lanesInUse = 0;

  constructor(climber: Climber, instance: Instance, firstGamma: number) {
    const { H, V, rate } = climber;
    const { lanes } = V;
    this.V = V;
    this.rate = rate;
    this.#climber = climber;
    this.#firstGamma = firstGamma;
    this.#W = lanes.complex(V.rows, V.cols);
    this.#accepted = lanes.complex(V.rows, V.cols);
    this.#rateOfW = new SumRate(instance, H, this.#W, Math.LN2);
    this.#projection = new PowerProjection(this.#W, instance.P);
    this.#difference = lanes.complex(V.rows, V.cols);
    this.#gamma = lanes.scalar();
    this.#halved = lanes.scalar();
    this.#least = lanes.scalar();
    this.#searching = lanes.mask();
    this.#enough = lanes.mask();
  }

  start(group: Group): void {
    this.#climber.start(group);
    this.#lanesInUse = group.count;
    this.#gamma.fill(this.#firstGamma / 2);
  }

  move(): void {
    const { lanes } = this.V;
    add(this.#gamma, this.#gamma, this.#gamma);
    copy(this.#accepted, this.V);
    this.#searching.fill(true);
    for (let halving = 0; halving < maxHalvings && this.#searching.countTrue(this.#lanesInUse) > 0; halving++) {
      this.#tryMove();
      and(this.#enough, this.#enough, this.#searching);
      copyWhere(this.#enough, this.#accepted, this.#W);
      andNot(this.#searching, this.#searching, this.#enough);
      times(this.#halved, this.#gamma, lanes.constant(0.5));
      copyWhere(this.#searching, this.#gamma, this.#halved);
    }
    copy(this.V, this.#accepted);
    this.#climber.evaluate();
  }

  /** Writes W for the present gammas and, to `enough`, whether it gains enough. */
  #tryMove(): void {
    const { lanes } = this.V;
    copy(this.#W, this.V);
    addScaled(this.#W, this.#gamma, this.#climber.gradient);
    this.#projection.project(this.#W);
    subtract(this.#difference, this.#W, this.V);
    innerProduct(this.#least, this.#difference, this.#climber.gradient);
    times(this.#least, this.#least, lanes.constant(sufficient));
    addScaled(this.#least, lanes.constant(1 - rounding), this.rate);
    atMost(this.#enough, this.#least, this.#rateOfW.evaluate());
  }
}

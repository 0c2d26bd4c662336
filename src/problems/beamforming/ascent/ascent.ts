import { z } from 'zod';
import type { Observer } from '../../../contracts/problem.ts';
import { rangeOf } from '../../../downlink/downlink.ts';
import { PowerProjection } from '../../../downlink/power.ts';
import { bestOfRestarts, restartsParameter } from '../../../downlink/restarts.ts';
import type { Solution } from '../../../downlink/solution.ts';
import { startParameter } from '../../../downlink/start.ts';
import { copyAcross } from '../../../lanes/across.ts';
import {
  type ComplexMatrix,
  copy,
  copyWhere,
  engine,
  type Group,
  type Lanes,
  lessThan,
  type Mask,
  type RealMatrix,
} from '../../../lanes/index.ts';
import type { Instance } from '../instance.ts';

/** Parameters of every solver that climbs the weighted sum rate by moving V inside the ball of power P. */
export const ascentParameters = {
  iterations: z.int().positive().max(100_000).default(500).describe('Moves of V.'),
  start: startParameter,
  restarts: restartsParameter,
  report: z
    .enum(['final', 'best', 'every'])
    .default('final')
    .describe('What is reported: the last V, the V of the largest rate on the way, or V after every move.'),
  precision: z
    .enum(['f64', 'f32'])
    .default('f64')
    .describe('Arithmetic of the moves; what is reported is brought inside the ball and measured in double precision.'),
};

export interface AscentParameters {
  readonly iterations: number;
  readonly restarts: number;
  readonly report: 'final' | 'best' | 'every';
  readonly precision: 'f64' | 'f32';
}

/** A method that moves V from iteration to iteration, for one group of trials at a time. */
export interface Ascent {
  /** Present beamformers, M x K d, of power at most P up to rounding. */
  readonly V: ComplexMatrix;
  /** Weighted sum rate of V, in any unit. */
  readonly rate: RealMatrix;
  /** What is known beforehand of every run, reported as diagnostics by name. */
  readonly known?: Readonly<Record<string, number>>;
  /** Takes in a group's channels, and writes the first V and its rate. */
  start(group: Group): void;
  /** Moves V, and writes its rate. */
  move(): void;
}

/** Runs the method that `make` makes from every start of every trial of the instance, and reports what the parameters ask for. */
export function ascend(
  instance: Instance,
  parameters: AscentParameters,
  observer: Observer<Solution>,
  make: (lanes: Lanes, instance: Instance) => Ascent,
): void {
  const reported = engine('f64');
  const lanes = parameters.precision === 'f64' ? reported : engine('f32', reported.width);
  bestOfRestarts(instance, parameters.restarts, observer, (runs, runObserver) =>
    lanes.scope(() => reported.scope(() => climb(make(lanes, runs), reported, runs, parameters, runObserver))),
  );
}

function climb(
  ascent: Ascent,
  reported: Lanes,
  instance: Instance,
  { iterations, report }: AscentParameters,
  observer: Observer<Solution>,
): void {
  const { V, rate, known = {} } = ascent;
  const best = new Best(V, rate);
  const inside = new Inside(reported, V, instance.P);
  for (const group of V.lanes.groups(instance.range.count)) {
    const range = rangeOf(instance, group);
    ascent.start(group);
    if (report === 'best') best.restart();
    for (let iteration = 1; iteration <= iterations; iteration++) {
      ascent.move();
      if (report === 'best') best.compare();
      else if (report === 'every') observer.solution(iteration, range, inside.of(V));
    }
    for (const [name, value] of Object.entries(known)) {
      observer.diagnostic(name, 'mean', range, new Float64Array(range.count).fill(value));
    }
    if (report !== 'every') observer.solution(null, range, inside.of(report === 'best' ? best.V : V));
  }
}

/** The V of the largest rate so far, in every lane. */
class Best {
  readonly V: ComplexMatrix;
  readonly #present: ComplexMatrix;
  readonly #rate: RealMatrix;
  readonly #largest: RealMatrix;
  readonly #better: Mask;

  constructor(present: ComplexMatrix, rate: RealMatrix) {
    const { lanes, rows, cols } = present;
    this.V = lanes.complex(rows, cols);
    this.#present = present;
    this.#rate = rate;
    this.#largest = lanes.scalar();
    this.#better = lanes.mask();
  }

  /** Begins with the present V. */
  restart(): void {
    copy(this.V, this.#present);
    copy(this.#largest, this.#rate);
  }

  compare(): void {
    lessThan(this.#better, this.#largest, this.#rate);
    copyWhere(this.#better, this.V, this.#present);
    copyWhere(this.#better, this.#largest, this.#rate);
  }
}

/** V in double precision and inside the ball, where rounding may have carried it out. */
class Inside {
  readonly #solution: Solution;
  readonly #projection: PowerProjection;

  constructor(reported: Lanes, { rows, cols }: ComplexMatrix, P: number) {
    this.#solution = { V: reported.complex(rows, cols) };
    this.#projection = new PowerProjection(this.#solution.V, P);
  }

  of(V: ComplexMatrix): Solution {
    copyAcross(this.#solution.V, V);
    this.#projection.project(this.#solution.V);
    return this.#solution;
  }
}

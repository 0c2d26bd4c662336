import type { Metric, TrialRange } from '../contracts/problem.ts';
import { copyAcross } from '../lanes/across.ts';
import {
  type ComplexMatrix,
  type Lanes,
  LanesEngine,
  load,
  type Mark,
  multiply,
  type RealMatrix,
} from '../lanes/index.ts';
import type { Downlink, MeasuredDownlink } from './downlink.ts';
import type { Solution } from './solution.ts';

/** Room to measure the solutions of one instance, in lanes of its own: what a solver has in its lanes is left alone. */
export interface Room {
  readonly instance: Downlink;
  /** An engine of the precision and width in which solutions are reported. */
  readonly lanes: Lanes;
  /** Channels of the trials that are measured, B times K N x M. */
  readonly H: ComplexMatrix;
}

/** Beamformers of the trials that are measured, M x K d. */
export interface OfV {
  readonly V: ComplexMatrix;
}

/** What the users receive, K N x K d: T of a solution that has it, else H V. */
export interface OfT {
  readonly T: ComplexMatrix;
}

/** Writes one number a lane for what the room holds and for what else the solution does. */
export type Measurement = (solution: Solution) => RealMatrix;

/** What is measured, how, and of what: `prepare` allocates once a room, what it returns measures once a report. */
export type Measure = {
  readonly name: string;
  readonly title: string;
  readonly unit: string;
} & (
  | { readonly of: 'V'; prepare(room: Room & OfV): Measurement }
  | { readonly of: 'T'; prepare(room: Room & OfT): Measurement }
  | { readonly of: 'V and T'; prepare(room: Room & OfV & OfT): Measurement }
);

/** The metric of a measure. */
export function metricOf(measure: Measure): Metric<MeasuredDownlink, Solution> {
  const { name, title, unit } = measure;
  return {
    name,
    title,
    unit,
    kind: 'mean',
    measure(instance, solution, range, out) {
      const numbers = evaluate(measure, instance, solution, range);
      for (let lane = 0; lane < range.count; lane++) out[lane] = numbers.get(lane);
    },
  };
}

/** The numbers of a measure for the trials of `range`, from lane 0 on. They are overwritten by the next evaluation. */
export function evaluate(
  measure: Measure,
  instance: MeasuredDownlink,
  solution: Solution,
  range: TrialRange,
): RealMatrix {
  const room = roomFor(instance, solution);
  room.take(measure.of, solution, range);
  return room.measurementOf(measure)(solution);
}

class PresentRoom implements Room, OfV, OfT {
  readonly instance: MeasuredDownlink;
  readonly lanes: Lanes;
  readonly H: ComplexMatrix;
  readonly V: ComplexMatrix;
  readonly T: ComplexMatrix;
  readonly #measurements = new Map<Measure, Measurement>();
  /** The first trial of the channels in H; before any, -1. */
  #first = -1;

  constructor(instance: MeasuredDownlink, lanes: Lanes) {
    const { B, M, K, N, d } = instance;
    this.instance = instance;
    this.lanes = lanes;
    this.H = lanes.complex(K * N, M, B);
    this.V = lanes.complex(M, K * d);
    this.T = lanes.complex(K * N, K * d);
  }

  take(what: Measure['of'], solution: Solution, range: TrialRange): void {
    this.#takeH(range);
    // What a solver computed from an estimate is not what the users receive.
    const given = this.instance.estimate === undefined ? solution.received : undefined;
    if (what !== 'T' || given === undefined) copyAcross(this.V, solution.V);
    if (what === 'V') return;
    if (given === undefined) {
      const streams = this.V.cols / this.instance.B;
      multiply(this.T.columnBlocks(streams), this.H, this.V.columnBlocks(streams));
    } else copyAcross(this.T, given.T);
  }

  #takeH({ first, count }: TrialRange): void {
    if (this.#first === first) return;
    load(this.H, this.instance.H, { first: first - this.instance.range.first, count });
    this.#first = first;
  }

  measurementOf(measure: Measure): Measurement {
    let measurement = this.#measurements.get(measure);
    if (measurement === undefined) {
      measurement = measure.prepare(this);
      this.#measurements.set(measure, measurement);
    }
    return measurement;
  }
}

/** An engine for every precision and width in which solutions are reported, with the mark of its empty memory. */
const engines = new Map<string, { readonly lanes: Lanes; readonly start: Mark }>();
let present: PresentRoom | undefined;

/** The room of the instance. There is one at a time: solutions of one instance are measured after those of another. */
function roomFor(instance: MeasuredDownlink, solution: Solution): PresentRoom {
  const { precision, width } = (solution.received?.T ?? solution.V).lanes;
  if (present?.instance === instance && present.lanes.precision === precision && present.lanes.width === width) {
    return present;
  }
  const key = `${precision} ${width}`;
  let engine = engines.get(key);
  if (engine === undefined) {
    const lanes = new LanesEngine(precision, width);
    engine = { lanes, start: lanes.mark() };
    engines.set(key, engine);
  }
  engine.lanes.release(engine.start);
  present = new PresentRoom(instance, engine.lanes);
  return present;
}

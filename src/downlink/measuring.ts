import type { Metric, TrialRange } from '../contracts/problem.ts';
import { copyAcross } from '../lanes/across.ts';
import { type ComplexMatrix, type Lanes, LanesEngine, load, type Mark, type RealMatrix } from '../lanes/index.ts';
import type { Downlink } from './downlink.ts';
import type { Solution } from './solution.ts';

/** Room to measure the solutions of one instance, in lanes of its own: what a solver has in its lanes is left alone. */
export interface Room {
  readonly instance: Downlink;
  readonly lanes: Lanes;
  /** Channels of the trials that are measured, B times K N x M. */
  readonly H: ComplexMatrix;
  /** Their beamformers, M x K d. */
  readonly V: ComplexMatrix;
}

/** Writes one number a lane for the room's H and V and for what else the solution holds. */
export type Measurement = (solution: Solution) => RealMatrix;

/** What is measured and how: `prepare` allocates once a room, what it returns measures once a report. */
export interface Measure {
  readonly name: string;
  readonly title: string;
  readonly unit: string;
  prepare(room: Room): Measurement;
}

/** The metric of a measure. */
export function metricOf(measure: Measure): Metric<Downlink, Solution> {
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
export function evaluate(measure: Measure, instance: Downlink, solution: Solution, range: TrialRange): RealMatrix {
  const room = roomFor(instance);
  if (room.first !== range.first) {
    load(room.H, instance.H, { first: range.first - instance.range.first, count: range.count });
    room.first = range.first;
  }
  copyAcross(room.V, solution.V);
  let measurement = room.measurements.get(measure);
  if (measurement === undefined) {
    measurement = measure.prepare(room);
    room.measurements.set(measure, measurement);
  }
  return measurement(solution);
}

interface PresentRoom extends Room {
  readonly measurements: Map<Measure, Measurement>;
  /** The first trial of the channels in H; before any, -1. */
  first: number;
}

let engine: { readonly lanes: Lanes; readonly start: Mark } | undefined;
let present: PresentRoom | undefined;

/** The room of the instance. There is one at a time: solutions of one instance are measured after those of another. */
function roomFor(instance: Downlink): PresentRoom {
  if (present?.instance === instance) return present;
  engine ??= startEngine();
  const { lanes, start } = engine;
  lanes.release(start);
  const { B, M, K, N, d } = instance;
  const H = lanes.complex(K * N, M, B);
  const V = lanes.complex(M, K * d);
  present = { instance, lanes, H, V, measurements: new Map(), first: -1 };
  return present;
}

function startEngine(): { lanes: Lanes; start: Mark } {
  const lanes = new LanesEngine('f64');
  return { lanes, start: lanes.mark() };
}

import type { AnyProblem, MetricKind, Observer, TrialRange } from '../../contracts/problem.ts';
import { columnsOf } from '../../contracts/problem.ts';
import type { Observation } from '../store/block.ts';

/** A solver's result that cannot be used; `trial` is the first trial known to be wrong, null where none can be named. */
export class TrialFailure extends Error {
  override readonly name = 'TrialFailure';
  readonly trial: number | null;

  constructor(trial: number | null, what: string) {
    super(what);
    this.trial = trial;
  }
}

/** Values of one (name, iteration), with how many of its trials have been reported. */
interface Recording extends Observation {
  readonly filled: Uint8Array;
}

/**
 * Measures what a solver reports for one block: every metric at every reported iteration, trial by trial, and the solver's own
 * diagnostics. Throws a TrialFailure into the solver for a solution that breaks a constraint or gives a metric that is not
 * finite; a solver that catches it gains nothing, because `finish` throws it again.
 */
export class BlockObserver implements Observer<unknown> {
  readonly #problem: AnyProblem;
  readonly #instance: unknown;
  readonly #block: TrialRange;
  readonly #metrics: readonly string[];
  readonly #recordings = new Map<string, Recording>();
  /** Trials without a solution. */
  readonly #lost = new Set<number>();
  #failure: TrialFailure | undefined;

  constructor(problem: AnyProblem, instance: unknown, block: TrialRange, metrics: readonly string[]) {
    this.#problem = problem;
    this.#instance = instance;
    this.#block = block;
    this.#metrics = metrics;
  }

  solution(iteration: number | null, range: TrialRange, solution: unknown): void {
    this.#requireInside(range);
    const violation = this.#problem.violation(this.#instance, solution, range);
    if (violation !== undefined) this.#fail(violation.trial, describe(violation.what, iteration));
    for (const name of this.#metrics) {
      const metric = this.#problem.metrics[name];
      const values = new Float64Array(range.count * columnsOf(metric.kind));
      metric.measure(this.#instance, solution, range, values);
      this.#record(name, metric.kind, iteration, range, values);
    }
  }

  lost(trial: number): void {
    this.#requireInside({ first: trial, count: 1 });
    this.#lost.add(trial);
  }

  diagnostic(
    name: string,
    kind: 'mean' | 'proportion',
    range: TrialRange,
    values: ArrayLike<number>,
    iteration: number | null = null,
  ): void {
    this.#requireInside(range);
    if (Object.hasOwn(this.#problem.metrics, name)) {
      this.#fail(range.first, `reports a diagnostic "${name}", which is the name of a metric`);
    }
    if (values.length !== range.count) {
      this.#fail(range.first, `reports ${values.length} values of "${name}" for ${range.count} trials`);
    }
    this.#record(name, kind, iteration, range, values);
  }

  /** What was observed: metrics in their order, iterations ascending, then diagnostics in the order of their first report. */
  finish(): readonly Observation[] {
    if (this.#failure !== undefined) throw this.#failure;
    const recordings = [...this.#recordings.values()];
    if (!recordings.some(({ name }) => this.#metrics.includes(name))) this.#fail(null, 'reports no solution');
    for (const recording of recordings) this.#requireComplete(recording);
    const rank = ({ name }: Observation) => (this.#metrics.indexOf(name) + 1 || this.#metrics.length + 1) - 1;
    const last = ({ iteration }: Observation) => iteration ?? Number.POSITIVE_INFINITY;
    return recordings
      .map(({ name, kind, iteration, values }) => ({ name, kind, iteration, values }))
      .sort((a, b) => rank(a) - rank(b) || (last(a) === last(b) ? 0 : last(a) - last(b)));
  }

  #record(
    name: string,
    kind: MetricKind,
    iteration: number | null,
    range: TrialRange,
    values: ArrayLike<number>,
  ): void {
    const { values: all, filled } = this.#recording(name, kind, iteration);
    const columns = columnsOf(kind);
    const first = range.first - this.#block.first;
    for (let trial = 0; trial < range.count; trial++) {
      if (filled[first + trial]++ > 0) this.#fail(range.first + trial, describe(`reports "${name}" twice`, iteration));
      for (let column = 0; column < columns; column++) {
        const value = values[trial * columns + column];
        if (this.#lost.has(range.first + trial)) {
          all[(first + trial) * columns + column] = Number.NaN;
          continue;
        }
        if (!Number.isFinite(value)) this.#fail(range.first + trial, describe(`${name} is ${value}`, iteration));
        all[(first + trial) * columns + column] = value;
      }
    }
  }

  #recording(name: string, kind: MetricKind, iteration: number | null): Recording {
    const key = `${iteration}/${name}`;
    const known = this.#recordings.get(key);
    if (known !== undefined) return known;
    const { count } = this.#block;
    const values = new Float64Array(count * columnsOf(kind));
    const made = { name, kind, iteration, values, filled: new Uint8Array(count) };
    this.#recordings.set(key, made);
    return made;
  }

  #requireInside({ first, count }: TrialRange): void {
    const { first: from, count: all } = this.#block;
    if (first < from || count < 1 || first + count > from + all) {
      this.#fail(null, `reports trials ${first} to ${first + count - 1}, outside ${from} to ${from + all - 1}`);
    }
  }

  #requireComplete({ name, iteration, filled }: Recording): void {
    const missing = filled.indexOf(0);
    if (missing >= 0) this.#fail(this.#block.first + missing, describe(`reports no "${name}"`, iteration));
  }

  #fail(trial: number | null, what: string): never {
    this.#failure ??= new TrialFailure(trial, what);
    throw this.#failure;
  }
}

function describe(what: string, iteration: number | null): string {
  return iteration === null ? what : `${what} at iteration ${iteration}`;
}

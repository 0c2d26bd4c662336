import type { TrialRange } from '../../contracts/problem.ts';
import type { Plan, Point } from '../experiment/plan.ts';
import type { Row } from '../results/row.ts';
import { trialRanges } from './blocks.ts';

/** Most trials of a point, as a multiple of the first round, unless the profile says otherwise. */
const mostRounds = 100;

/**
 * The trials of one point, round by round. A round is as many trials as the profile asks for; whether another follows is decided
 * only when all its blocks are there, so that no worker count can change the decision.
 */
export class PointRounds {
  readonly point: Point;
  /** Trials of all rounds begun. */
  trials = 0;
  readonly #plan: Plan;
  #settled = false;
  /** Trials before each round begun. */
  readonly #begun: number[] = [];

  constructor(point: Point, plan: Plan) {
    this.point = point;
    this.#plan = plan;
  }

  /** Begins the next round; false once the point is settled. */
  begin(): boolean {
    if (this.#settled) return false;
    this.#begun.push(this.trials);
    this.trials = Math.min(this.trials + this.#plan.profile.trials, this.#most());
    return true;
  }

  /** Rounds begun. */
  get rounds(): number {
    return this.#begun.length;
  }

  /** The ranges of one of them, 0, 1, ... */
  rangesOf(round: number): Iterable<TrialRange> {
    const { blockSize, firstTrial } = this.#plan;
    const upTo = this.#begun[round + 1] ?? this.trials;
    return trialRanges(firstTrial + this.#begun[round], firstTrial + upTo, blockSize);
  }

  /** The ranges of all of them, in order. */
  *ranges(): Iterable<TrialRange> {
    for (let round = 0; round < this.rounds; round++) yield* this.rangesOf(round);
  }

  /** Ends a round: no other follows when the trials are used up or all intervals are narrow enough. */
  settle(rows: () => readonly Row[]): void {
    const { ciWidth } = this.#plan.profile;
    this.#settled ||= ciWidth === undefined || this.trials >= this.#most() || this.#areNarrow(rows(), ciWidth);
  }

  #areNarrow(rows: readonly Row[], width: number): boolean {
    return rows
      .filter(({ metric }) => this.#plan.metrics.includes(metric))
      .every(({ ci95Low, ci95High }) => ci95High !== null && ci95Low !== null && ci95High - ci95Low <= width);
  }

  #most(): number {
    const { trials, ciWidth, maxTrials } = this.#plan.profile;
    return ciWidth === undefined ? trials : (maxTrials ?? mostRounds * trials);
  }
}

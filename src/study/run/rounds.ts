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
  /** Blocks of all rounds begun, in order. */
  readonly ranges: TrialRange[] = [];
  /** Trials of all rounds begun. */
  trials = 0;
  readonly #plan: Plan;
  #settled = false;

  constructor(point: Point, plan: Plan) {
    this.point = point;
    this.#plan = plan;
  }

  /** Begins the next round and returns its ranges; none once the point is settled. */
  begin(): TrialRange[] {
    if (this.#settled) return [];
    const { blockSize, firstTrial } = this.#plan;
    const upTo = Math.min(this.trials + this.#plan.profile.trials, this.#most());
    const begun = trialRanges(firstTrial + this.trials, firstTrial + upTo, blockSize);
    this.ranges.push(...begun);
    this.trials = upTo;
    return begun;
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

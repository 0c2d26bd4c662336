import type { Lanes } from './views.ts';

/** One yes or no a lane, as the kernels' comparisons give it and {@link copyWhere} takes it. */
export class Mask {
  readonly lanes: Lanes;
  readonly address: number;

  constructor(lanes: Lanes, address: number) {
    this.lanes = lanes;
    this.address = address;
  }

  get(lane: number): boolean {
    return this.lanes.words[this.index(lane)] !== 0;
  }

  set(lane: number, value: boolean): void {
    const { words, realBytes } = this.lanes;
    const first = this.index(lane);
    for (let i = first; i < first + realBytes / 4; i++) words[i] = value ? -1 : 0;
  }

  /** Sets every lane. */
  fill(value: boolean): void {
    for (let lane = 0; lane < this.lanes.width; lane++) this.set(lane, value);
  }

  /** Whether any lane says yes. */
  any(): boolean {
    const { words } = this.lanes;
    const first = this.address / 4;
    const end = first + this.lanes.rowBytes / 4;
    for (let i = first; i < end; i++) if (words[i] !== 0) return true;
    return false;
  }

  /** How many of the first `lanes` lanes (those that hold a realization) say yes. */
  countTrue(lanes: number): number {
    let count = 0;
    for (let lane = 0; lane < lanes; lane++) if (this.get(lane)) count++;
    return count;
  }

  private index(lane: number): number {
    return (this.address + lane * this.lanes.realBytes) / 4;
  }
}

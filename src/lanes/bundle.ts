import { forEachRow } from './transfer.ts';
import type { ComplexMatrix, Lanes, RealMatrix } from './views.ts';

/**
 * Several matrices whose reals go from lane to lane together, for those who move single lanes often: to equal matrices, or to the trials'
 * own places in a room, where as many of them lie side by side as there are lanes.
 */
export class Bundle {
  readonly #lanes: Lanes;
  readonly #rows: { readonly address: number; readonly length: number }[] = [];
  /** Reals of a trial. */
  readonly length: number;

  constructor(parts: readonly (ComplexMatrix | RealMatrix)[]) {
    this.#lanes = parts[0].lanes;
    for (const part of parts) {
      if (part.lanes !== this.#lanes) throw new Error('matrices of different engines');
      forEachRow(part, (row, _entry, length) => {
        this.#rows.push({ address: row * this.#lanes.realBytes, length });
      });
    }
    this.length = this.#rows.reduce((total, { length }) => total + length, 0);
  }

  /** Places for the reals of so many trials, a block for as many as there are lanes. */
  room(trials: number): RealMatrix {
    return this.#lanes.real(this.length, 1, Math.ceil(trials / this.#lanes.width));
  }

  /** Copies one lane to a trial's place in a room. */
  storeLane(room: RealMatrix, trial: number, lane: number): void {
    const { width, realBytes, rowBytes, kernels } = this.#lanes;
    let to = this.#block(room, Math.floor(trial / width)) + (trial % width) * realBytes;
    for (const { address, length } of this.#rows) {
      kernels.copyLane(length, to, address + lane * realBytes);
      to += length * rowBytes;
    }
  }

  /** Fills all lanes from a block of a room. */
  load(room: RealMatrix, block: number): void {
    const { width, realBytes, reals } = this.#lanes;
    let from = this.#block(room, block) / realBytes;
    for (const { address, length } of this.#rows) {
      reals.copyWithin(address / realBytes, from, from + length * width);
      from += length * width;
    }
  }

  /** Copies one lane of `from`, a bundle of equal matrices of the same engine, to one of this; the others are left as they were. */
  copyLane(lane: number, from: Bundle, fromLane: number): void {
    const { realBytes, kernels } = this.#lanes;
    const rows = from.#rows;
    if (from.#lanes !== this.#lanes || rows.length !== this.#rows.length) throw otherMatrices();
    for (let i = 0; i < rows.length; i++) {
      const { address, length } = this.#rows[i];
      if (rows[i].length !== length) throw otherMatrices();
      kernels.copyLane(length, address + lane * realBytes, rows[i].address + fromLane * realBytes);
    }
  }

  #block(room: RealMatrix, block: number): number {
    if (room.lanes !== this.#lanes || room.rows !== this.length || room.cols !== 1 || !(block < room.count)) {
      throw new RangeError(`no block ${block} for ${this.length} reals in this room`);
    }
    return room.address + block * room.countStride;
  }
}

const otherMatrices = () => new RangeError('bundles of other matrices');

import type { BlockState } from '../store/store.ts';
import type { Block } from './blocks.ts';

/** How many blocks of a share are there, and how many their solver failed on. */
export interface Tally {
  readonly total: number;
  readonly stored: number;
  readonly failed: number;
  readonly missing: number;
}

/** Blocks of one run, at all points, that are missing. */
export interface MissingOfRun {
  /** One of them, from the middle. */
  readonly example: Block;
  readonly blocks: number;
  readonly trials: number;
}

export const noBlocks: Tally = { total: 0, stored: 0, failed: 0, missing: 0 };

export function sumOf(a: Tally, b: Tally): Tally {
  return {
    total: a.total + b.total,
    stored: a.stored + b.stored,
    failed: a.failed + b.failed,
    missing: a.missing + b.missing,
  };
}

/** Counts blocks, and remembers of the missing ones no more than what is asked of them. */
export class Survey {
  /** Tallies of the shares that the cells are divided into, cell by cell in turn. */
  readonly shares: Tally[];
  /** Seconds that computing the stored blocks took. */
  seconds = 0;
  readonly #missing = new Map<string, MissingOfRun>();

  constructor(shares: number) {
    this.shares = new Array(shares).fill(noBlocks);
  }

  get all(): Tally {
    return this.shares.reduce(sumOf, noBlocks);
  }

  get missing(): readonly MissingOfRun[] {
    return [...this.#missing.values()];
  }

  /** @param state of a block; `given up` where its run is lost without it */
  add(cell: number, block: Block, state: BlockState | 'given up', seconds: number): void {
    const share = cell % this.shares.length;
    const count = (own: BlockState) => (state === own ? 1 : 0);
    this.shares[share] = sumOf(this.shares[share], {
      total: 1,
      stored: count('stored'),
      failed: count('failed'),
      missing: count('missing'),
    });
    this.seconds += seconds;
    if (state === 'missing') this.#miss(block);
  }

  #miss(block: Block): void {
    const known = this.#missing.get(block.run.hash) ?? { example: block, blocks: 0, trials: 0 };
    const blocks = known.blocks + 1;
    // The last power of two is beyond the middle, but not far.
    const example = (blocks & (blocks - 1)) === 0 ? block : known.example;
    this.#missing.set(block.run.hash, { example, blocks, trials: known.trials + block.range.count });
  }
}

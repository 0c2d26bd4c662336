/** Share `index` (1, 2, ..., `count`) of a study's blocks, for one of several machines or cluster tasks. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

/** Whether cell number `cell` (0, 1, ...) of a round belongs to the shard; every cell does where there is none. */
export function ofShard(cell: number, shard: Shard | undefined): boolean {
  return shard === undefined || cell % shard.count === shard.index - 1;
}

import { look } from '../../study/run/look.ts';
import type { Study } from '../../study/study.ts';
import { type NetworkProgress, networkProgress } from '../../study/training/progress.ts';
import { failureLine } from './execute.ts';

/** How far the work on a study is, as the files say. */
export interface Status {
  readonly id: string;
  readonly profile: string;
  readonly training: NetworkProgress;
  readonly total: number;
  readonly stored: number;
  readonly failed: number;
  readonly missing: number;
  /** Shards that lack blocks, from 1. */
  readonly lacking: readonly number[];
  readonly complete: boolean;
  /** Solvers that failed, with a command that replays the trial. */
  readonly failures: readonly string[];
}

/** @param shards shares that the blocks are divided into */
export async function statusOf(study: Study, shards: number): Promise<Status> {
  const { blocks, shares, complete, failures } = await look(study, shards);
  const { id, profileName: profile } = study.plan;
  const { total, stored, failed, missing } = blocks;
  const command = `reproduce run ${study.target} --profile ${profile}`;
  return {
    ...{ id, profile, training: networkProgress(study), total, stored, failed, missing },
    lacking: shares.flatMap((share, i) => (share.missing > 0 ? [i + 1] : [])),
    complete,
    failures: failures.map((failure) => failureLine(failure, study, command)),
  };
}

import { shellWord } from '../../shell.ts';
import { rangesOf } from './ranges.ts';

/** What a cluster is to compute. */
export interface ClusterWork {
  /** Begins the names of its jobs, by which they are found in the queue again. */
  readonly name: string;
  /** Working folder of the jobs. */
  readonly folder: string;
  /** Folder for what they print, from there. */
  readonly logs: string;
  /** The words that start this program: those of the interpreter and its script. */
  readonly program: readonly string[];
  /** Patterns and options for `train`, `run`, `merge` and `submit`. */
  readonly words: Readonly<Record<'train' | 'run' | 'merge' | 'submit', readonly string[]>>;
  /** Networks that are still to be trained. */
  readonly networks: number;
  /** Shares that the blocks are divided into. */
  readonly shards: number;
  /** Those of them that lack blocks and are to be sent. */
  readonly lacking: readonly number[];
  /** How far the work is, see `progressOf`. */
  readonly progress: number;
  /** Flags of the user's for `sbatch`. */
  readonly flags: readonly string[];
}

export type JobKind = 'train' | 'blocks' | 'merge';

/** One job of the cluster. */
export interface ClusterJob {
  readonly kind: JobKind;
  readonly name: string;
  /** Indices of its tasks; undefined for a job that is no array. */
  readonly array?: string;
  readonly tasks: number;
  /** The job after whose end, whatever came of it, this one begins. */
  readonly after?: JobKind;
  /** Arguments of `sbatch`, without those for its dependency. */
  readonly flags: readonly string[];
  readonly script: string;
}

/**
 * The jobs of a work list, in the order in which they are handed in: networks first, each trained by one task; then an array of shards;
 * then the merge. Each begins when all of the one before has ended, well or not: the files tell what is there. A shard trains what is
 * still missing, and the merge sends shards that lack blocks again, as long as that leads any further.
 */
export function clusterJobs(work: ClusterWork): ClusterJob[] {
  const { networks, shards, lacking } = work;
  const trainers = Math.min(networks, shards);
  const jobs: ClusterJob[] = [];
  const add = (kind: JobKind, script: readonly string[], indices?: readonly number[]) => {
    const after = jobs.at(-1)?.kind;
    jobs.push({
      ...{ kind, name: jobName(work, kind), tasks: indices?.length ?? 1 },
      ...(indices && { array: rangesOf(indices) }),
      ...(after && { after }),
      flags: flagsOf(work, kind, indices),
      script: `#!/bin/sh\n${script.join('\n')}\n`,
    });
  };
  if (trainers > 0) {
    const indices = Array.from({ length: trainers }, (_, i) => i + 1);
    add('train', [`exec ${commandOf(work, 'train')} ${shardOf(trainers)} --quiet`], indices);
  }
  if (lacking.length > 0) add('blocks', [`exec ${commandOf(work, 'run')} ${shardOf(shards)} --quiet`], lacking);
  add('merge', mergeScript(work));
  return jobs;
}

/** The name of a job, under which the queue is asked for its tasks. */
export function jobName({ name }: Pick<ClusterWork, 'name'>, kind: JobKind): string {
  return `${name}-${kind}`;
}

function commandOf({ program, words }: ClusterWork, command: keyof ClusterWork['words']): string {
  return [...program, command, ...words[command]].map(shellWord).join(' ');
}

function shardOf(count: number): string {
  return `--shard "$SLURM_ARRAY_TASK_ID/${count}"`;
}

/** Exit code 4 is what `merge` says where blocks are missing. */
function mergeScript(work: ClusterWork): string[] {
  const { shards, progress, flags } = work;
  const again = `${commandOf(work, 'submit')} --array ${shards} --beyond ${progress}`;
  return [
    `${commandOf(work, 'merge')} --quiet`,
    'code=$?',
    '[ "$code" -eq 4 ] || exit "$code"',
    `exec ${again}${flags.length > 0 ? ` -- ${flags.map(shellWord).join(' ')}` : ''}`,
  ];
}

/** What the user says comes after what may be changed, and before what may not. */
function flagsOf(work: ClusterWork, kind: JobKind, indices?: readonly number[]): string[] {
  const log = `${work.logs}/%x-${indices ? '%A_%a' : '%j'}.log`;
  return [
    ...['--cpus-per-task=1', '--requeue', '--open-mode=append', `--output=${log}`],
    ...work.flags,
    ...[`--chdir=${work.folder}`, `--job-name=${jobName(work, kind)}`],
    ...(indices ? [`--array=${rangesOf(indices)}`] : []),
  ];
}

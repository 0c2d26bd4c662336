import { createHash } from 'node:crypto';
import { join, resolve } from 'node:path';
import { makeFolder } from '../../durable.ts';
import { handIn, mostTasks, queuedTasks } from '../../executors/slurm/cluster.ts';
import { type ClusterJob, type ClusterWork, clusterJobs, jobName } from '../../executors/slurm/jobs.ts';
import { rangesOf } from '../../executors/slurm/ranges.ts';
import { submissionScript } from '../../executors/slurm/script.ts';
import { exitCodes, messages, UserError } from '../../messages.ts';
import { look } from '../../study/run/look.ts';
import type { Study } from '../../study/study.ts';
import { networkProgress } from '../../study/training/progress.ts';

export interface SubmitOptions {
  readonly out: string;
  /** Sends nothing where no more than so many training steps and blocks are there. */
  readonly beyond: number | undefined;
  /** Prints the script instead of handing anything in. */
  readonly print: boolean;
  readonly json: boolean;
  readonly quiet: boolean;
  /** Tasks of the array. */
  readonly array: number;
  readonly words: ClusterWork['words'];
  /** Flags for `sbatch`. */
  readonly flags: readonly string[];
}

/** Flags of `sbatch` that the jobs depend on. */
const own = ['--array', '-a', '--dependency', '-d', '--job-name', '-J', '--chdir', '-D', '--wrap', '--wait', '-W'];

/**
 * Hands the work list of studies to Slurm: an array for the networks, one for the shards that lack blocks, a merge. What is missing is
 * read from the files; the queue is asked only which tasks are there already. Returns the exit code.
 */
export async function submit(studies: readonly Study[], options: SubmitOptions): Promise<number> {
  const { array, flags, print, json, quiet } = options;
  const say = (line: string) => quiet || process.stderr.write(`${line}\n`);
  for (const flag of flags) if (own.includes(flag.split('=')[0])) throw new UserError(messages.ownFlag(flag));
  const shards = Math.min(array, mostTasks());
  if (shards < array) say(messages.fewerTasks(array, shards));
  const { lacking, missing, networks, progress } = await stateOf(studies, shards);
  if (missing === 0) {
    say(messages.nothingToSend());
    return exitCodes.done;
  }
  if (options.beyond !== undefined && progress <= options.beyond) {
    process.stderr.write(`reproduce: ${messages.leadsNowhere(missing)}\n`);
    return exitCodes.incomplete;
  }
  const name = nameOf(studies, options, shards);
  const logs = join(options.out, '.reproduce', 'slurm');
  const queued = print ? [] : alreadyQueued(name, lacking, say);
  const work: ClusterWork = {
    ...{ name, folder: process.cwd(), logs, program: thisProgram(), words: options.words },
    ...{ networks, shards, lacking: lacking.filter((shard) => !queued.includes(shard)), progress, flags },
  };
  if (work.lacking.length === 0) return exitCodes.incomplete;
  const jobs = clusterJobs(work);
  if (print) {
    process.stdout.write(`${submissionScript(jobs, logs)}\n`);
    return exitCodes.done;
  }
  makeFolder(logs);
  report(jobs, handIn(jobs), json);
  return exitCodes.done;
}

/** What the files say: the shards that lack blocks, how many blocks and networks are missing, and how far the work is in all. */
async function stateOf(studies: readonly Study[], shards: number) {
  const lacking = new Set<number>();
  let [missing, networks, progress] = [0, 0, 0];
  for (const study of studies) {
    const { blocks, shares } = await look(study, shards);
    const training = networkProgress(study);
    missing += blocks.missing;
    networks += training.networks - training.trained;
    progress += blocks.stored + blocks.failed + training.stepsDone;
    for (const [i, share] of shares.entries()) if (share.missing > 0) lacking.add(i + 1);
  }
  return { lacking: [...lacking].sort((a, b) => a - b), missing, networks, progress };
}

/** Shards that an earlier call has sent and that wait or run. */
function alreadyQueued(name: string, lacking: readonly number[], say: (line: string) => unknown): readonly number[] {
  const job = jobName({ name }, 'blocks');
  const queued = queuedTasks(job);
  if (queued === undefined) say(messages.queueSilent());
  const both = lacking.filter((shard) => queued?.includes(shard));
  if (both.length > 0) process.stderr.write(`${messages.stillQueued(job, rangesOf(both))}\n`);
  return both;
}

/** The same for the same work in the same folder. */
function nameOf(studies: readonly Study[], { out, words }: SubmitOptions, shards: number): string {
  const hash = createHash('sha256').update(JSON.stringify([resolve(out), words.run, shards]));
  return `${studies[0].plan.id.replaceAll(/[^\w.-]+/g, '-')}-${hash.digest('hex').slice(0, 8)}`;
}

function thisProgram(): string[] {
  return [process.execPath, ...process.execArgv, resolve(process.argv[1])];
}

function report(jobs: readonly ClusterJob[], numbers: ReadonlyMap<string, string>, json: boolean): void {
  const handedIn = jobs.map(({ kind, name, tasks, array = null }) => ({
    ...{ job: numbers.get(kind), kind, name, tasks, array },
  }));
  const line = ({ job, kind, name, tasks, array }: (typeof handedIn)[number]) =>
    `job ${job}  ${kind.padEnd(6)}  ${array === null ? '1 task' : `${tasks} tasks (${array})`}  ${name}`;
  process.stdout.write(json ? `${JSON.stringify(handedIn, null, 2)}\n` : `${handedIn.map(line).join('\n')}\n`);
}

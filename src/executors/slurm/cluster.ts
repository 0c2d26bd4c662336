import { execFileSync } from 'node:child_process';
import { messages, UserError } from '../../messages.ts';
import type { ClusterJob, JobKind } from './jobs.ts';

/** Milliseconds that the controller gets for an answer. */
const patience = 60_000;

/** Hands the jobs in, each after the one that it waits for. Returns their numbers. Throws a UserError where Slurm refuses one. */
export function handIn(jobs: readonly ClusterJob[]): ReadonlyMap<JobKind, string> {
  const numbers = new Map<JobKind, string>();
  for (const { kind, after, flags, script } of jobs) {
    const dependency = after === undefined ? [] : [`--dependency=afterany:${numbers.get(after)}`];
    const [number] = ask('sbatch', ['--parsable', ...flags, ...dependency], script)
      .trim()
      .split(';');
    numbers.set(kind, number);
  }
  return numbers;
}

/** The most tasks that an array may have when they are numbered from 1: what the cluster says, else Slurm's own default. */
export function mostTasks(): number {
  try {
    const [, largest] = /^MaxArraySize\s*=\s*(\d+)/m.exec(ask('scontrol', ['show', 'config'])) ?? [];
    return Math.max(1, Number(largest ?? 1001) - 1);
  } catch {
    return 1000;
  }
}

/** Indices of the tasks of an array that wait or run; undefined where the controller does not answer. */
export function queuedTasks(name: string): readonly number[] | undefined {
  try {
    const listing = ask('squeue', ['--me', '--noheader', '--array', `--name=${name}`, '--format=%K']);
    return listing.split('\n').flatMap((line) => (/^\d+$/.test(line.trim()) ? [Number(line)] : []));
  } catch {
    return undefined;
  }
}

/** What one of Slurm's programs prints. Of the job that this process may be itself it hears nothing: sizes of that are not those of another. */
function ask(program: string, args: readonly string[], input?: string): string {
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith('SLURM_') || name === 'SLURM_CONF');
  try {
    return execFileSync(program, args, {
      ...{ encoding: 'utf8', env: Object.fromEntries(own), timeout: patience, input: input ?? '' },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
  } catch (error) {
    const { code, stderr, message } = error as NodeJS.ErrnoException & { stderr?: string };
    if (code === 'ENOENT') throw new UserError(messages.noSlurm(program));
    const [said] = (stderr ?? '').trim().split('\n');
    throw new UserError(messages.slurmRefuses(program, said.replace(`${program}: error: `, '') || message));
  }
}

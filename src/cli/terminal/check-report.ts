import { exitCodes } from '../../messages.ts';
import type { ComparedPoint, Comparison, Outcome } from '../../study/check/compare.ts';
import { formatScenario } from './replay-command.ts';
import { formatTable } from './table.ts';

/** What `check` says of one experiment. */
export interface CheckReport {
  readonly id: string;
  readonly outcome: Outcome;
  readonly why: string;
  readonly mode?: Comparison['mode'];
  /** Trials of every scenario, and their seed. */
  readonly trials?: readonly number[];
  readonly seed?: number;
  readonly points: readonly ComparedPoint[];
  readonly files: readonly string[];
}

export function undecided(id: string, why: string): CheckReport {
  return { id, outcome: 'inconclusive', why, points: [], files: [] };
}

/** The worst outcome as an exit code. */
export function exitCodeOf(reports: readonly CheckReport[]): number {
  if (reports.some(({ outcome }) => outcome === 'fail')) return exitCodes.failed;
  return reports.some(({ outcome }) => outcome === 'inconclusive') ? exitCodes.inconclusive : exitCodes.done;
}

/** `38 of 38 points agree, byte by byte`: how many points have which outcome, and how many solvers failed. */
export function outcomeText({ mode, points }: Comparison, failures: number): string {
  const count = (outcome: Outcome) => points.filter((point) => point.outcome === outcome).length;
  const compared = `${count('pass')} of ${points.length} points agree${mode === 'bytes' ? ', byte by byte' : ''}`;
  const rest = [
    [count('fail'), 'moved'],
    [count('inconclusive'), 'undecided'],
    [failures, 'solvers failed'],
  ] as const;
  return [compared, ...rest.filter(([n]) => n > 0).map(([n, what]) => `${n} ${what}`)].join(', ');
}

/** Most points shown of one experiment. */
const mostShown = 10;

/** The outcome, and the points that moved or are undecided. */
export function formatReport({ id, outcome, why, points, files }: CheckReport): string {
  const wrong = [...points.filter((p) => p.outcome === 'fail'), ...points.filter((p) => p.outcome === 'inconclusive')];
  const lines = [`${outcome.toUpperCase()}  ${id}: ${why}`];
  if (wrong.length > 0) {
    const rows = wrong
      .slice(0, mostShown)
      .map(({ point, outcome: own, stored, fresh, why: reason }) => [
        `  ${own}`,
        ...[point.solver, point.metric, formatScenario(point.scenario), String(point.iteration ?? '-')],
        ...[stored, fresh].map((estimate) => (estimate === undefined ? '-' : estimate.mean.toPrecision(6))),
        reason,
      ]);
    lines.push(formatTable(['  outcome', 'solver', 'metric', 'scenario', 'iteration', 'stored', 'now', 'why'], rows));
  }
  if (wrong.length > mostShown) lines.push(`  and ${wrong.length - mostShown} more; --json has all`);
  return [...lines, ...files.map((file) => `  wrote ${file}`)].join('\n');
}

import { rangesOf } from '../../executors/slurm/ranges.ts';
import type { Status } from '../actions/status-of.ts';
import { printable } from './printable.ts';
import { formatTable } from './table.ts';

/** One line an experiment; below, what failed. */
export function statusTable(reports: readonly Status[]): string {
  const table = formatTable(
    ['experiment', 'profile', 'networks', 'steps', 'blocks', 'stored', 'failed', 'missing', 'done', 'shards'],
    reports.map(({ id, profile, training, total, stored, failed, missing, lacking }) => [
      ...[id, profile, training.networks === 0 ? '-' : `${training.trained}/${training.networks}`],
      training.networks === 0 ? '-' : share(training.stepsDone, training.steps),
      ...[total, stored, failed, missing].map(String),
      share(stored + failed, total),
      lacking.length === 0 ? '-' : rangesOf(lacking),
    ]),
  );
  return [table, ...reports.flatMap(({ failures }) => failures.map(printable))].join('\n');
}

/** In whole percent; 100 only where nothing is left. */
function share(part: number, whole: number): string {
  return `${whole === 0 ? 100 : Math.floor((100 * part) / whole)}%`;
}

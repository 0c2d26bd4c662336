import { exitCodes } from '../../messages.ts';
import { command } from '../command.ts';

export const status = command({
  name: 'status',
  arguments: { '<pattern...>': 'experiments, as in `run`' },
  summary:
    'how far trainings and blocks are, which shards lack some and what failed; exit code 4 while blocks are missing, 1 where some failed',
  examples: ['status mif-wmmse --profile paper --shards 16'],
  options: [
    ...(['profile', 'set', 'solvers', 'trials', 'ciWidth', 'seed', 'label', 'python', 'timeout', 'fastMath'] as const),
    ...(['device', 'shards', 'out', 'json'] as const),
  ],
  async run(patterns, { out = '.', shards = 1, json = false, ...given }) {
    const { requestOf } = await import('../actions/request.ts');
    const { openMatching } = await import('../actions/open-matching.ts');
    const { statusOf } = await import('../actions/status-of.ts');
    const { statusTable } = await import('../terminal/status-table.ts');
    const studies = await openMatching(patterns, requestOf(given), out);
    const reports = [];
    for (const study of studies) reports.push(await statusOf(study, shards));
    process.stdout.write(`${json ? JSON.stringify(reports, null, 2) : statusTable(reports)}\n`);
    if (!reports.every(({ complete }) => complete)) return exitCodes.incomplete;
    return reports.some(({ failed }) => failed > 0) ? exitCodes.failed : exitCodes.done;
  },
});

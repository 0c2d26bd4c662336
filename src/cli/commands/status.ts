import { exitCodes } from '../../messages.ts';
import { command } from '../command.ts';
import { formatTable } from '../terminal/table.ts';

export const status = command({
  name: 'status',
  arguments: { '<pattern...>': 'experiments, as in `run`' },
  summary:
    'how many blocks are stored, how many failed, and which shards lack some; exit code 4 while any does, 1 where some failed',
  examples: ['status mif-wmmse --profile paper --shards 16'],
  options: ['profile', 'set', 'solvers', 'trials', 'ciWidth', 'seed', 'device', 'fastMath', 'shards', 'out', 'json'],
  async run(patterns, { out = '.', shards = 1, json = false, ...given }) {
    const { requestOf } = await import('../actions/request.ts');
    const { openMatching } = await import('../actions/open-matching.ts');
    const { look } = await import('../../study/run/look.ts');
    const studies = await openMatching(patterns, requestOf(given), out);
    const reports = [];
    for (const study of studies) {
      const { blocks, shares, complete } = await look(study, shards);
      const { total, stored, failed, missing } = blocks;
      const lacking = shares.flatMap((share, i) => (share.missing > 0 ? [i + 1] : []));
      const { id, profileName: profile } = study.plan;
      reports.push({ id, profile, total, stored, failed, missing, lacking, complete });
    }
    const table = formatTable(
      ['experiment', 'profile', 'blocks', 'stored', 'failed', 'missing', 'shards'],
      reports.map(({ id, profile, total, stored, failed, missing, lacking }) => [
        ...[id, profile, ...[total, stored, failed, missing].map(String)],
        lacking.length === 0 ? '-' : lacking.join(','),
      ]),
    );
    process.stdout.write(json ? `${JSON.stringify(reports, null, 2)}\n` : `${table}\n`);
    if (!reports.every(({ complete }) => complete)) return exitCodes.incomplete;
    return reports.some(({ failed }) => failed > 0) ? exitCodes.failed : exitCodes.done;
  },
});

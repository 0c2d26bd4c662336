import { command } from '../command.ts';
import { formatTable } from '../terminal/table.ts';

export const status = command({
  name: 'status',
  arguments: { '<pattern...>': 'experiments, as in `run`' },
  summary: 'how many blocks are stored, and which shards lack some; exit code 4 while any does',
  examples: ['status mif-wmmse --profile paper --shards 16'],
  options: ['profile', 'set', 'solvers', 'trials', 'ciWidth', 'seed', 'device', 'shards', 'out', 'json'],
  async run(patterns, { out = '.', shards = 1, json = false, ...given }) {
    const { requestOf } = await import('../actions/request.ts');
    const { openMatching } = await import('../actions/open-matching.ts');
    const { look } = await import('../../study/run/look.ts');
    const { shardsOf } = await import('../../study/run/shard.ts');
    const studies = await openMatching(patterns, requestOf(given), out);
    const reports = [];
    for (const { plan, ...study } of studies) {
      const { blocks, missing, missingCells, complete } = await look({ plan, ...study });
      const lacking = shardsOf(missingCells, shards);
      const { total, stored } = blocks;
      reports.push({
        id: plan.id,
        profile: plan.profileName,
        total,
        stored,
        missing: missing.length,
        lacking,
        complete,
      });
    }
    const table = formatTable(
      ['experiment', 'profile', 'blocks', 'stored', 'missing', 'shards'],
      reports.map(({ id, profile, total, stored, missing, lacking }) => [
        ...[id, profile, ...[total, stored, missing].map(String)],
        lacking.length === 0 ? '-' : lacking.join(','),
      ]),
    );
    process.stdout.write(json ? `${JSON.stringify(reports, null, 2)}\n` : `${table}\n`);
    return reports.every(({ complete }) => complete) ? 0 : 4;
  },
});

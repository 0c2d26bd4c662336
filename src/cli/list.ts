import { command } from './command.ts';
import { formatTable } from './table.ts';

export const list = command({
  name: 'list',
  arguments: { '[pattern...]': 'only experiments that these name' },
  summary: 'list the experiments',
  examples: ['list', 'list mif-wmmse --json'],
  options: ['json'],
  async run(patterns, { json = false }) {
    const { listExperiments, matchExperiments, summarize } = await import('../study/catalog.ts');
    const all = listExperiments();
    const summaries = (patterns.length === 0 ? all : matchExperiments(patterns, all)).map(summarize);
    const table = formatTable(
      ['experiment', 'place', 'problem', 'title'],
      summaries.map(({ id, place, problem, title }) => [id, place, problem, title]),
    );
    process.stdout.write(json ? `${JSON.stringify(summaries, null, 2)}\n` : `${table}\n`);
    return 0;
  },
});

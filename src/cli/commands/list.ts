import { duration } from '../../duration.ts';
import { command } from '../command.ts';
import { formatTable } from '../terminal/table.ts';

export const list = command({
  name: 'list',
  arguments: { '[pattern...]': 'only experiments that these name' },
  summary: 'list the experiments, with the seconds of one core that their stored results took',
  examples: ['list', 'list mif-wmmse --json'],
  options: ['json'],
  async run(patterns, { json = false }) {
    const { listExperiments, matchExperiments, summarize } = await import('../../study/experiment/catalog.ts');
    const { storedSeconds } = await import('../../study/run/cost.ts');
    const { resultsFolder } = await import('../../study/results/result-paths.ts');
    const all = listExperiments();
    const chosen = patterns.length === 0 ? all : matchExperiments(patterns, all);
    const summaries = chosen.map((listed) => {
      const folder = resultsFolder(listed.id, '.');
      const seconds = {
        quick: storedSeconds(folder, listed.id, 'quick'),
        paper: storedSeconds(folder, listed.id, 'paper'),
      };
      return { ...summarize(listed), seconds };
    });
    const cost = (seconds: number | null) => (seconds === null ? '-' : duration(seconds));
    const table = formatTable(
      ['experiment', 'place', 'problem', 'quick took', 'paper took', 'title'],
      summaries.map(({ id, place, problem, title, seconds }) => [
        ...[id, place, problem, cost(seconds.quick), cost(seconds.paper), title],
      ]),
      process.stdout.columns,
    );
    process.stdout.write(json ? `${JSON.stringify(summaries, null, 2)}\n` : `${table}\n`);
    return 0;
  },
});

import { command } from '../command.ts';
import { formatTable } from '../terminal/table.ts';

export const bench = command({
  name: 'bench',
  arguments: { '[name...]': 'lanes, graph, lagd, lista-gs, feedback; all unless given' },
  summary: 'time the hot paths, beside PyTorch and NumPy where they are installed',
  examples: ['bench', 'bench lanes --json'],
  options: ['json'],
  async run(names, { json = false }) {
    const { benchmarks } = await import('../../../bench/index.ts');
    const { messages, UserError } = await import('../../messages.ts');
    const unknown = names.find((name) => !Object.hasOwn(benchmarks, name));
    if (unknown !== undefined) {
      throw new UserError(messages.unknownName('benchmark', unknown, Object.keys(benchmarks)));
    }
    const measured = [];
    for (const name of names.length === 0 ? Object.keys(benchmarks) : names) {
      measured.push(...(await benchmarks[name]()));
    }
    const rows = measured.map(({ name, value, unit }) => [name, value.toPrecision(4), unit]);
    process.stdout.write(
      json ? `${JSON.stringify(measured, null, 2)}\n` : `${formatTable(['benchmark', 'value', 'unit'], rows)}\n`,
    );
    return 0;
  },
});

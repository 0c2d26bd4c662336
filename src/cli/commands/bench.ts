import { command } from '../command.ts';
import { formatTable } from '../terminal/table.ts';

export const bench = command({
  name: 'bench',
  arguments: { '[name...]': 'lanes, graph, lagd, lista-gs, l2o-sumrate, feedback; all unless given' },
  summary: 'time the hot paths, beside PyTorch and NumPy where they are installed',
  examples: ['bench', 'bench lanes --json', 'bench lagd --check'],
  options: ['json', 'check'],
  async run(names, { json = false, check = false }) {
    const { benchmarks } = await import('../../../bench/index.ts');
    const { exitCodes, messages, UserError } = await import('../../messages.ts');
    const unknown = names.find((name) => !Object.hasOwn(benchmarks, name));
    if (unknown !== undefined) {
      throw new UserError(messages.unknownName('benchmark', unknown, Object.keys(benchmarks)));
    }
    const measured = [];
    for (const name of names.length === 0 ? Object.keys(benchmarks) : names) {
      measured.push(...(await benchmarks[name]()));
    }
    const between = (quartiles?: readonly number[]) =>
      quartiles?.map((value) => value.toPrecision(3)).join(' - ') ?? '';
    const rows = measured.map(({ name, value, unit, quartiles }) => [
      ...[name, value.toPrecision(4), between(quartiles), unit],
    ]);
    process.stdout.write(
      json
        ? `${JSON.stringify(measured, null, 2)}\n`
        : `${formatTable(['benchmark', 'median', 'quartiles', 'unit'], rows)}\n`,
    );
    if (!check) return exitCodes.done;
    const { lostAgainst, ratiosOf, storedRatios } = await import('../../../bench/check.ts');
    const lost = lostAgainst(storedRatios(), ratiosOf(measured));
    if (lost === undefined) {
      process.stderr.write(`${messages.noRatios()}\n`);
      return exitCodes.inconclusive;
    }
    for (const each of lost) process.stderr.write(`${messages.belowStored(each)}\n`);
    return lost.length > 0 ? exitCodes.failed : exitCodes.done;
  },
});

import { command } from '../command.ts';

export const info = command({
  name: 'info',
  arguments: { '<name...>': 'experiments, as in `run`, problems, or solvers' },
  summary: 'one experiment or solver in full; or the axes, metrics and solvers of a problem',
  examples: ['info mif-wmmse/fig3', 'info beamforming', 'info wmmse'],
  options: ['json'],
  async run(names, { json = false }) {
    const { describeAll } = await import('../terminal/describe.ts');
    const described = await describeAll(names);
    const text = described.map((one) => one.text).join('\n\n');
    process.stdout.write(
      json
        ? `${JSON.stringify(
            described.map((one) => one.data),
            null,
            2,
          )}\n`
        : `${text}\n`,
    );
    return 0;
  },
});

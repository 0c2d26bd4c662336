import { command } from '../command.ts';

export const doctor = command({
  name: 'doctor',
  arguments: {},
  summary: 'what works on this machine; exit code 1 where something that is needed does not',
  examples: ['doctor', 'doctor --json'],
  options: ['json'],
  async run(_, { json = false }) {
    const { diagnose } = await import('../actions/diagnose.ts');
    const { formatTable } = await import('../terminal/table.ts');
    const findings = await diagnose();
    const rows = findings.map(({ name, state, what }) => [state, name, what]);
    process.stdout.write(
      json ? `${JSON.stringify(findings, null, 2)}\n` : `${formatTable(['state', 'what', 'found'], rows)}\n`,
    );
    return findings.some(({ state }) => state === 'broken') ? 1 : 0;
  },
});

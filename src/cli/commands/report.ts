import { command } from '../command.ts';

export const report = command({
  name: 'report',
  arguments: { '[pattern...]': 'only these experiments' },
  summary: 'one page for offline reading: every stored figure, its claims, where it comes from, how to rerun it',
  examples: ['report', 'report mif-wmmse --out mif-wmmse.html'],
  options: ['page', 'overwrite', 'json'],
  async run(patterns, { page = 'report.html', overwrite = false, json = false }) {
    const { writeReport } = await import('../../publish/write-report.ts');
    return writeReport(patterns, { page, overwrite, json });
  },
});

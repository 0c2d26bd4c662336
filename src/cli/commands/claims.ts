import { command } from '../command.ts';

export const claims = command({
  name: 'claims',
  arguments: { '[pattern...]': 'only claims about these experiments' },
  summary:
    'what the papers state, and what the stored results say; with --strict exit code 1 where a claim is contradicted without a known reason, 3 where one is undecided',
  examples: ['claims', 'claims mif-wmmse --md', 'claims fig3 --json', 'claims mif-wmmse --strict'],
  options: ['out', 'strict', 'md', 'json'],
  async run(patterns, { out = '.', strict = false, md = false, json = false }) {
    const { listExperiments, matchExperiments } = await import('../../study/experiment/catalog.ts');
    const { strictExitCode, verdictsAbout } = await import('../../publish/verdicts.ts');
    const { tellChanges } = await import('../../publish/changes.ts');
    const { claimRecord, claimsMarkdown, claimsText } = await import('../terminal/format-claims.ts');
    const listed = listExperiments();
    const chosen = patterns.length === 0 ? listed : matchExperiments(patterns, listed);
    const papers = await verdictsAbout(chosen, listed, out);
    const all = (of: 'changes' | 'timesChanges') => new Map(papers.flatMap((paper) => [...paper[of]]));
    tellChanges(all('changes'), all('timesChanges'));
    if (json) {
      const records = papers.flatMap(({ paper, verdicts }) => verdicts.map((verdict) => claimRecord(paper, verdict)));
      process.stdout.write(`${JSON.stringify(records, null, 2)}\n`);
    } else {
      process.stdout.write(`${papers.map(md ? claimsMarkdown : claimsText).join('\n\n')}\n`);
    }
    return strict ? strictExitCode(papers.flatMap(({ verdicts }) => verdicts)) : 0;
  },
});

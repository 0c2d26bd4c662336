import type { Verdict } from '../study/claims/judge.ts';
import { countStatuses, isExplained, type PaperVerdicts } from './verdicts.ts';

/** The claims of one paper, a few lines each. */
export function claimsText({ paper, verdicts }: PaperVerdicts): string {
  return [`${paper}: ${countStatuses(verdicts)}`, ...verdicts.map(claimText)].join('\n');
}

/** One claim: verdict, what is said, what was found. */
export function claimText({ claim, status, why }: Verdict): string {
  return [
    `  ${status.padEnd(13)}  ${claim.id} (${claim.place}): ${claim.says}`,
    `                 ${why}${knownReason(claim)}`,
  ].join('\n');
}

/** The claims of one paper as a Markdown table. */
export function claimsMarkdown({ paper, verdicts }: PaperVerdicts): string {
  const rows = verdicts.map(({ claim, status, why }) =>
    [claim.place, claim.says, status, `${why}${knownReason(claim)}`].map(markdownCell).join(' | '),
  );
  return [
    `### ${paper}: ${countStatuses(verdicts)}`,
    '',
    '| place | the paper says | verdict | our numbers |',
    '| --- | --- | --- | --- |',
    ...rows.map((row) => `| ${row} |`),
  ].join('\n');
}

function knownReason(claim: Verdict['claim']): string {
  return isExplained(claim) && 'reason' in claim ? `; known: ${claim.reason}` : '';
}

function markdownCell(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[|\\<>`*_[\]]/g, '\\$&');
}

import { countStatuses, knownReason, type PaperVerdicts } from '../../publish/verdicts.ts';
import type { Finding, Verdict } from '../../study/claims/judge.ts';

/** The claims of one paper, a few lines each. */
export function claimsText({ paper, verdicts }: PaperVerdicts): string {
  return [`${paper}: ${countStatuses(verdicts)}`, ...verdicts.map(claimText)].join('\n');
}

/** One claim: verdict, what is said, what was found. */
export function claimText(verdict: Verdict): string {
  const { claim, status } = verdict;
  return [
    `  ${status.padEnd(13)}  ${claim.id} (${claim.place}): ${claim.says}`,
    `                 ${explained(verdict)}`,
  ].join('\n');
}

/** The claims of one paper as a Markdown table. */
export function claimsMarkdown({ paper, verdicts }: PaperVerdicts): string {
  const rows = verdicts.map((verdict) => {
    const { claim, status } = verdict;
    const experiment = claim.kind === 'not-attempted' ? '' : claim.experiment;
    return [claim.place, claim.says, status, explained(verdict), experiment].map(markdownCell).join(' | ');
  });
  return [
    `### ${paper}: ${countStatuses(verdicts)}`,
    '',
    '| place | the paper says | verdict | our numbers | experiment |',
    '| --- | --- | --- | --- | --- |',
    ...rows.map((row) => `| ${row} |`),
  ].join('\n');
}

/** A claim as `--json` prints it: one flat object, the numbers of all its points with their 95 % intervals. */
export function claimRecord(paper: string, { claim, status, why, decisive, findings }: Verdict) {
  const { id, kind, place, says } = claim;
  const numbers = findings.map(({ at, estimate, accepted, basis, outcome }) => ({
    ...{ at, value: estimate?.mean ?? null, n: estimate?.n ?? null, interval: intervalOf(estimate) },
    ...{ accepted: accepted.map((end) => (Number.isFinite(end) ? end : null)), basis, outcome },
  }));
  const isTested = claim.kind !== 'not-attempted';
  return {
    ...{ paper, id, kind, place, says, verdict: status, why },
    known: knownReason(claim) ?? null,
    numbers,
    /** Of the number that decides. */
    interval: intervalOf(decisive?.estimate ?? null),
    command: isTested ? `reproduce run ${claim.experiment} --profile ${claim.profile}` : null,
  };
}

function intervalOf(estimate: Finding['estimate']): [number, number] | null {
  if (estimate === null || estimate.ci95Low === null || estimate.ci95High === null) return null;
  return [estimate.ci95Low, estimate.ci95High];
}

/** The finding, and what is known of it. */
function explained({ claim, why }: Verdict): string {
  const known = knownReason(claim);
  return known === undefined ? why : `${why}; known: ${known}`;
}

function markdownCell(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[|\\<>`*_[\]]/g, '\\$&');
}

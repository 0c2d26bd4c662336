import { apart, countStatuses, knownReason, type PaperVerdicts, statusText } from '../../publish/verdicts.ts';
import type { Answer, Verdict } from '../../study/claims/judge.ts';

/** The claims of one paper, a few lines each. */
export function claimsText({ paper, verdicts }: PaperVerdicts): string {
  const { claims, findings } = apart(verdicts);
  const head = findings.length === 0 ? [] : [`${paper}: findings, which the paper does not state`];
  return [`${paper}: ${countStatuses(verdicts)}`, ...claims.map(claimText), ...head, ...findings.map(claimText)].join(
    '\n',
  );
}

/** One claim: verdict, what is said, what was found. */
export function claimText(verdict: Verdict): string {
  const { claim } = verdict;
  return [
    `  ${statusText(verdict).padEnd(13)}  ${claim.id} (${claim.place}): ${claim.says}`,
    `                 ${explained(verdict)}`,
  ].join('\n');
}

/** What stored results at the paper's scale say of the claim above. */
export function storedText(verdict: Verdict): string {
  return `                 at the paper's scale: ${statusText(verdict)}: ${explained(verdict)}`;
}

/** The claims of one paper as a Markdown table, and its findings as another. */
export function claimsMarkdown({ paper, verdicts }: PaperVerdicts): string {
  const { claims, findings } = apart(verdicts);
  const lines = [`### ${paper}: ${countStatuses(verdicts)}`, '', ...table('the paper says', 'verdict', claims)];
  if (findings.length === 0) return lines.join('\n');
  const title = `### ${paper}: findings, which the paper does not state`;
  return [...lines, '', title, '', ...table('we ask', 'answer', findings)].join('\n');
}

function table(says: string, answer: string, verdicts: readonly Verdict[]): string[] {
  const rows = verdicts.map((verdict) => {
    const { claim } = verdict;
    const experiment = claim.kind === 'not-attempted' ? '' : claim.experiment;
    return [claim.place, claim.says, statusText(verdict), explained(verdict), experiment].map(markdownCell).join(' | ');
  });
  return [
    `| place | ${says} | ${answer} | our numbers | experiment |`,
    '| --- | --- | --- | --- | --- |',
    ...rows.map((row) => `| ${row} |`),
  ];
}

/** A claim as `--json` prints it: one flat object, the numbers of all its points with their 95 % intervals. */
export function claimRecord(paper: string, { claim, status, why, decisive, answers }: Verdict) {
  const { id, kind, place, says } = claim;
  const numbers = answers.map(({ at, estimate, accepted, basis, outcome }) => ({
    ...{ at, value: estimate?.mean ?? null, n: estimate?.n ?? null, interval: intervalOf(estimate) },
    ...{ accepted: accepted.map((end) => (Number.isFinite(end) ? end : null)), basis, outcome },
  }));
  const isTested = claim.kind !== 'not-attempted';
  return {
    ...{ paper, id, kind, place, says, finding: claim.finding === true, verdict: status, why },
    known: knownReason(claim) ?? null,
    numbers,
    /** Of the number that decides. */
    interval: intervalOf(decisive?.estimate ?? null),
    command: isTested ? `reproduce run ${claim.experiment} --profile ${claim.profile}` : null,
  };
}

function intervalOf(estimate: Answer['estimate']): [number, number] | null {
  if (estimate === null || estimate.ci95Low === null || estimate.ci95High === null) return null;
  return [estimate.ci95Low, estimate.ci95High];
}

/** The answer, and what is known of it. */
function explained({ claim, why }: Verdict): string {
  const known = knownReason(claim);
  return known === undefined ? why : `${why}; known: ${known}`;
}

function markdownCell(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[|\\<>`*_[\]]/g, '\\$&');
}

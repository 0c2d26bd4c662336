import type { Status, Verdict } from '../study/claims/judge.ts';
import { paperLink } from '../study/experiment/paper-link.ts';
import type { Paper } from '../study/experiment/schema.ts';
import { apart, countStatuses, knownReason } from './verdicts.ts';

const headings: readonly (readonly [Status, string])[] = [
  ['reproduced', 'What holds'],
  ['contradicted', 'What does not hold'],
  ['inconclusive', 'What is open'],
  ['not attempted', 'What is not attempted'],
];

/** The page of one paper in Markdown: what it says of its results and what ours say, then what it does not say and we ask. */
export function paperPage(paper: Paper, verdicts: readonly Verdict[]): string {
  const { claims, findings } = apart(verdicts);
  const asked = headings.flatMap(([status]) => findings.filter((verdict) => verdict.status === status));
  return [
    `# ${linked(paper)}`,
    `${paper.authors}`,
    `Claims of the paper: ${countStatuses(claims)}. Numbers in brackets are 95 % intervals. Made by \`npm run pages\` from ` +
      `\`experiments/${paper.id}/claims.yaml\` and the stored results; not edited by hand.`,
    ...headings.flatMap(([status, heading]) => {
      const own = claims.filter((verdict) => verdict.status === status);
      return own.length === 0 ? [] : [`## ${heading}`, ...own.map(item)];
    }),
    ...(asked.length === 0 ? [] : ['## What the paper does not say, and one would ask', ...asked.map(item)]),
  ]
    .join('\n\n')
    .concat('\n');
}

function linked(paper: Paper): string {
  const link = paperLink(paper);
  return link === undefined ? paper.title : `[${paper.title}](${link})`;
}

const answers: Readonly<Record<Status, string>> = {
  reproduced: 'Yes',
  contradicted: 'No',
  inconclusive: 'Open',
  'not attempted': 'Not attempted',
};

function item({ claim, status, why }: Verdict): string {
  const known = knownReason(claim);
  const answer = claim.finding ? `${answers[status]}: ` : '';
  const reason = known === undefined ? '' : ` Why: ${known}.`;
  return `- ${claim.says} (${claim.place})  \n  ${answer}${why}.${reason}`.replace(/[<>|*_]/g, '\\$&');
}

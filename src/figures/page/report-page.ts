import { UserError } from '../../messages.ts';
import { drawFigure } from '../draw.ts';
import type { Figure } from '../figure.ts';
import { drawFitted } from '../fit.ts';
import { escapeMarkup } from '../render/escape.ts';
import { pixelSizeOf } from '../render/svg.ts';
import { type DrawnFigure, figureElement, htmlLabel, htmlPage } from './page.ts';
import { printedTable } from './printed-table.ts';

export const verdicts = ['reproduced', 'contradicted', 'inconclusive', 'not attempted'] as const;

/** A statement of the paper and what the results say about it. */
export interface ReportClaim {
  readonly text: string;
  /** Where the paper says it: `Fig. 3`, `Section V`. */
  readonly place: string;
  /** Whether the paper does not say it, and we ask. */
  readonly finding: boolean;
  readonly verdict: (typeof verdicts)[number];
  /** What was asked for and what was found, as printed; or why nothing was decided. */
  readonly evidence: string;
  /** Why it does not hold, where that is known. */
  readonly reason?: string | undefined;
}

/** One figure of the report with all that belongs to it. Without rows it is listed as not computed yet. */
export interface ReportExperiment extends Figure {
  readonly title: string;
  readonly paper: { readonly title: string; readonly authors: string; readonly link?: string | undefined };
  /** How the numbers came about, line by line: profile, seed, versions, machine, cost. */
  readonly provenance: readonly { readonly label: string; readonly value: string }[];
  readonly claims: readonly ReportClaim[];
  /** What to type to compute it again. */
  readonly command: string;
}

export interface Report {
  readonly title: string;
  /** Paragraphs before the first figure. */
  readonly introduction: readonly string[];
  readonly experiments: readonly ReportExperiment[];
}

/**
 * One page with every figure, its claims, its provenance and how to compute it again. It holds all it needs and loads
 * nothing. A figure that cannot be drawn is replaced by the reason; the others stand.
 */
export async function reportPage(report: Report): Promise<string> {
  const figures: DrawnFigure[] = [];
  const sections: string[] = [];
  let paper = '';
  for (const experiment of report.experiments) {
    if (experiment.paper.title !== paper) sections.push(paperHeading(experiment.paper));
    paper = experiment.paper.title;
    sections.push(await section(experiment, figures));
  }
  const body = `<main>
<h1>${htmlLabel(report.title)}</h1>
${report.introduction.map((paragraph) => `<p>${htmlLabel(paragraph)}</p>`).join('\n')}
${overview(report.experiments)}
${sections.join('\n')}
</main>`;
  return htmlPage(report.title, body, figures);
}

function paperHeading({ title, authors, link }: ReportExperiment['paper']): string {
  const safe = link !== undefined && /^https:\/\//.test(link);
  const name = safe ? `<a href="${escapeMarkup(link)}" rel="noreferrer">${htmlLabel(title)}</a>` : htmlLabel(title);
  return `<h2>${name}</h2>\n<p class="soft">${escapeMarkup(authors)}</p>`;
}

function printedValues(figure: Figure): string {
  const rows = printedTable(figure).map((cells) => cells.map(htmlLabel));
  if (rows.length === 0) return '';
  const header = ['Place', 'Curve', 'Point', 'Metric', 'Printed', 'Here'];
  return `<details><summary>Values that the paper prints</summary>\n${rowsOf(rows, header)}\n</details>`;
}

/** Draws an experiment's figure, adding it to `figures`, and writes its section. */
async function section(experiment: ReportExperiment, figures: DrawnFigure[]): Promise<string> {
  const { id, title, claims, provenance, command } = experiment;
  return `<section id="${anchor(id)}">
<h3>${htmlLabel(title)} <span class="soft">${escapeMarkup(id)}</span></h3>
${await drawn(experiment, figures)}
${claimTables(claims)}
${printedValues(experiment)}
<details><summary>Provenance</summary>
${rowsOf(provenance.map(({ label, value }) => [escapeMarkup(label), escapeMarkup(value)]))}
</details>
<p class="soft">Compute it again:</p>
<pre>${escapeMarkup(command)}</pre>
</section>`;
}

async function drawn(experiment: ReportExperiment, figures: DrawnFigure[]): Promise<string> {
  if (experiment.rows.length === 0 && (experiment.values ?? []).length === 0) {
    return '<p class="failure">Not computed yet: the command below does it.</p>';
  }
  try {
    const whole = await drawFigure(experiment);
    figures.push({ ...whole, narrow: await narrowOf(whole) });
    return figureElement(figures[figures.length - 1], figures.length - 1);
  } catch (error) {
    if (error instanceof UserError) return `<p class="failure">${escapeMarkup(error.message)}</p>`;
    throw error;
  }
}

/** Wider than this, in pixels, a figure is drawn once more for narrow screens, its panels below one another. */
const wide = 500;

async function narrowOf({ figure, svg }: DrawnFigure): Promise<string | undefined> {
  if (figure.spec.mark === 'table' || pixelSizeOf(svg).width <= wide) return undefined;
  try {
    return (await drawFitted({ ...figure, id: `${figure.id}-narrow` }, 'single', drawFigure)).svg;
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

const answers: Readonly<Record<ReportClaim['verdict'], string>> = {
  reproduced: 'yes',
  contradicted: 'no',
  inconclusive: 'open',
  'not attempted': 'not attempted',
};

/** What the paper claims, and below it what it does not say. */
function claimTables(claims: readonly ReportClaim[]): string {
  const [stated, asked] = [claims.filter(({ finding }) => !finding), claims.filter(({ finding }) => finding)];
  return `${claimTable(stated, 'Verdict', 'Claim')}${claimTable(asked, 'Answer', 'Finding (not in the paper)')}`;
}

function claimTable(claims: readonly ReportClaim[], answer: string, said: string): string {
  if (claims.length === 0) return '';
  const rows = claims.map(({ finding, verdict, place, text, evidence, reason }) => [
    verdictMark(verdict, finding ? answers[verdict] : verdict),
    escapeMarkup(place),
    htmlLabel(text),
    `${htmlLabel(evidence)}${reason === undefined ? '' : `<div class="reason">Why: ${htmlLabel(reason)}</div>`}`,
  ]);
  return rowsOf(rows, [answer, 'Place', said, 'Evidence']);
}

/** All figures with the count of each verdict, linked to their sections. */
function overview(experiments: readonly ReportExperiment[]): string {
  const rows = experiments.map(({ id, title, claims }) => [
    `<a href="#${anchor(id)}">${escapeMarkup(id)}</a>`,
    htmlLabel(title),
    verdicts
      .map((verdict) => ({
        verdict,
        count: claims.filter((claim) => !claim.finding && claim.verdict === verdict).length,
      }))
      .filter(({ count }) => count > 0)
      .map(({ verdict, count }) => verdictMark(verdict, `${count} ${verdict}`))
      .join(' '),
  ]);
  return rowsOf(rows, ['Figure', 'Title', 'Claims']);
}

function verdictMark(verdict: ReportClaim['verdict'], text: string): string {
  return `<span class="verdict ${verdict.replace(' ', '-')}">${text}</span>`;
}

/** A table of cells that are HTML already. */
function rowsOf(rows: readonly (readonly string[])[], header?: readonly string[]): string {
  const line = (cells: readonly string[], tag: string) =>
    `<tr>${cells.map((cell) => `<${tag}>${cell}</${tag}>`).join('')}</tr>`;
  const head = header === undefined ? '' : `<thead>${line(header, 'th')}</thead>\n`;
  return `<table>\n${head}<tbody>\n${rows.map((cells) => line(cells, 'td')).join('\n')}\n</tbody>\n</table>`;
}

function anchor(id: string): string {
  return id.replace(/[^\w-]/g, '-');
}

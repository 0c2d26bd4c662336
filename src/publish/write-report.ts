import { writeDurably } from '../durable.ts';
import { duration } from '../duration.ts';
import { isPage, type Report, type ReportExperiment, reportPage } from '../figures/index.ts';
import { exitCodes, messages, UserError } from '../messages.ts';
import { type Listed, listExperiments, matchExperiments } from '../study/experiment/catalog.ts';
import { paperLink } from '../study/experiment/paper-link.ts';
import { profileNames } from '../study/experiment/profile-names.ts';
import type { Changes } from '../study/results/changes.ts';
import { openStudy } from '../study/study.ts';
import { version } from '../version.ts';
import { changeLines, tellChanges } from './changes.ts';
import { figureOf } from './figure.ts';
import { guardOutputs } from './output-guard.ts';
import { type StoredFigure, storedFigure } from './stored-figure.ts';
import { knownReason, type PaperVerdicts, verdictsAbout } from './verdicts.ts';

const out = '.';

/**
 * Writes the page and prints its name. Experiments without results are listed as not computed; those that cannot be read are named on
 * stderr and left out, and the exit code says so.
 */
export async function writeReport(
  patterns: readonly string[],
  { page, overwrite, json }: { page: string; overwrite: boolean; json: boolean },
): Promise<number> {
  guardOutputs([{ path: page, flag: '--out', extension: '.html', isOurs: isPage }], { inputs: [], overwrite });
  const listed = listExperiments();
  const chosen = patterns.length === 0 ? listed : matchExperiments(patterns, listed);
  const papers = await verdictsAbout(chosen, listed, out);
  const changes = new Map<string, Changes>();
  const experiments: ReportExperiment[] = [];
  let exitCode: number = exitCodes.done;
  for (const experiment of chosen) {
    try {
      experiments.push(await sectionOf(experiment, papers, changes));
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      process.stderr.write(`${messages.leftOut(experiment.id, error.message)}\n`);
      exitCode = exitCodes.failed;
    }
  }
  tellChanges(changes, new Map(papers.flatMap(({ timesChanges }) => [...timesChanges])));
  const content: Report = {
    title: 'Reproduced figures',
    introduction: [
      `Made by reproduce ${version()}. Bands and brackets are 95 % intervals.`,
      'Every number comes from a run described below its figure; the verdicts follow from these numbers and from tolerances that were fixed beforehand.',
    ],
    experiments,
  };
  writeDurably(page, await reportPage(content));
  process.stdout.write(json ? `${JSON.stringify([page])}\n` : `wrote ${page}\n`);
  return exitCode;
}

/** The section of one experiment; notes in `changes` what has changed since its results were made. */
async function sectionOf(
  listed: Listed,
  papers: readonly PaperVerdicts[],
  changes: Map<string, Changes>,
): Promise<ReportExperiment> {
  const stored = await storedFigure(listed, profileNames.toReversed(), out);
  if (stored !== undefined) changes.set(listed.id, stored.changes);
  const study = stored?.study ?? (await openStudy({ file: listed.file, target: listed.id }, { profile: 'paper' }, out));
  const { loaded, plan } = study;
  const empty = { plan, rows: [], scale: 'Not computed yet.' };
  const { title, authors } = loaded.paper;
  return {
    ...figureOf(stored?.content ?? empty),
    title: `${loaded.experiment.place}: ${loaded.experiment.title}`,
    paper: { title, authors, link: paperLink(loaded.paper) },
    provenance: stored === undefined ? [] : provenanceLines(stored),
    claims: papers
      .flatMap(({ verdicts }) => verdicts)
      .flatMap(({ claim, status, why }) => {
        if (claim.kind === 'not-attempted' || claim.experiment !== listed.id) return [];
        const finding = claim.finding === true;
        const said = { text: claim.says, place: claim.place, finding };
        return [{ ...said, verdict: status, evidence: why, reason: knownReason(claim) }];
      }),
    command: `npx reproduce run ${listed.id} --profile ${plan.profileName}`,
  };
}

function provenanceLines({ provenance, changes }: StoredFigure) {
  const { profile, seed, counts, versions, commit, machine, cost, choices, experiment } = provenance;
  const trials = counts.map((count) => count.trials);
  const [least, most] = [Math.min(...trials), Math.max(...trials)];
  const lines: [string, string][] = [
    ['profile', profile],
    ['trials', least === most ? String(least) : `${least} to ${most}`],
    ['seed', String(seed)],
    ['versions', `reproduce ${versions.package}, Node ${versions.node}`],
    ['code', commit === null ? `version ${versions.package}` : `${commit.hash}${commit.dirty ? ' with changes' : ''}`],
    ['machine', `${machine.cpu}, ${machine.cores} cores, ${machine.os}`],
    ['cost', `${duration(cost.blockSeconds)} of one core, ${Math.round(cost.peakMemoryBytes / 2 ** 20)} MiB at most`],
    ['finished', cost.finished],
    ...changeLines(new Map([[experiment.id, changes]])).map((line): [string, string] => ['since then', line]),
    ...choices.map(({ what, why }): [string, string] => ['our choice', `${what}: ${why}`]),
  ];
  return lines.map(([label, value]) => ({ label, value }));
}

import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { messages, UserError } from '../../messages.ts';
import { drawComparison } from '../../publish/draw-comparison.ts';
import { compareResults } from '../../study/check/compare.ts';
import { type Agreement, alarmProbability, defaultShare, toleranceOf } from '../../study/check/tolerance.ts';
import { type Listed, listExperiments, matchExperiments } from '../../study/experiment/catalog.ts';
import type { ProfileName } from '../../study/experiment/profile-names.ts';
import { hasResults, resultPaths, resultsFolder } from '../../study/results/result-paths.ts';
import { readResults } from '../../study/results/results.ts';
import { resultsOfRevision } from '../../study/results/revision.ts';
import { openStudy } from '../../study/study.ts';
import type { Options } from '../options.ts';
import { type CheckReport, exitCodeOf, formatReport, outcomeText, undecided } from '../terminal/check-report.ts';

type AgainstOptions = Partial<Pick<Options, 'profile' | 'tolerance' | 'out' | 'json' | 'quiet'>>;

/** Other results to compare with. */
interface Other {
  /** As the user calls them. */
  readonly name: string;
  readonly folder: string;
  /** A message in the user's words. */
  shown(message: string): string;
}

/**
 * Compares the stored results of experiments with those in another folder, or else of a revision of the git repository here, curve by curve
 * and without computing anything. Returns the exit code. Throws a UserError where neither has results of them.
 */
export async function checkAgainst(
  against: string,
  patterns: readonly string[],
  options: AgainstOptions,
): Promise<number> {
  if (existsSync(against)) {
    return compareAll({ name: against, folder: against, shown: (message) => message }, patterns, options);
  }
  const revision = resultsOfRevision(against, options.out ?? '.');
  if (revision === undefined) throw new UserError(messages.nothingAgainst(against, options.profile ?? 'paper'));
  const { folder } = revision;
  const shown = (message: string) => message.replaceAll(`${folder}/`, `${against}:`);
  try {
    return await compareAll({ name: against, folder, shown }, patterns, options);
  } catch (error) {
    throw error instanceof UserError ? new UserError(shown(error.message), error.exitCode) : error;
  } finally {
    revision.remove();
  }
}

/** Experiments without results on either side are left out. */
async function compareAll(
  { name, folder, shown }: Other,
  patterns: readonly string[],
  { profile = 'paper', tolerance = defaultShare, out = '.', json = false, quiet = false }: AgainstOptions,
): Promise<number> {
  const other = existsSync(join(folder, 'results')) ? join(folder, 'results') : folder;
  const own = ({ id }: Listed) => resultPaths(resultsFolder(id, out, [profile]), id, profile);
  const theirs = ({ id }: Listed) => resultPaths(other, id, profile);
  const compared = matchExperiments(patterns, listExperiments()).filter(
    (listed) => hasResults(own(listed)) || hasResults(theirs(listed)),
  );
  if (!compared.some((listed) => hasResults(theirs(listed)))) {
    throw new UserError(messages.nothingAgainst(name, profile));
  }
  const agreement = { tolerance: toleranceOf(tolerance), alpha: alarmProbability / compared.length };
  const reports: CheckReport[] = [];
  for (const listed of compared) {
    const found = await compareOne(listed, { own: own(listed), theirs: theirs(listed), agreement, profile, out });
    const report = { ...found, why: shown(found.why) };
    reports.push(report);
    if (!json && !quiet) process.stdout.write(`${formatReport(report)}\n`);
  }
  if (json) process.stdout.write(`${JSON.stringify(reports, null, 2)}\n`);
  return exitCodeOf(reports);
}

interface Two {
  readonly own: ReturnType<typeof resultPaths>;
  readonly theirs: ReturnType<typeof resultPaths>;
  readonly agreement: Agreement;
  readonly profile: ProfileName;
  readonly out: string;
}

async function compareOne({ id, file }: Listed, { own, theirs, agreement, profile, out }: Two): Promise<CheckReport> {
  const missing = [own, theirs].find((paths) => !hasResults(paths));
  if (missing !== undefined) return undecided(id, messages.nothingToCompare(missing.csv));
  const [stored, fresh] = [readResults(own), readResults(theirs)];
  const comparison = compareResults(stored, fresh, agreement);
  const { outcome, mode, points } = comparison;
  const moved = points.filter((point) => point.outcome === 'fail');
  const report = { id, outcome, why: outcomeText(comparison, fresh.provenance.failures.length), mode, points };
  if (moved.length === 0) return { ...report, files: [] };
  const { plan } = await openStudy({ file, target: id }, { profile }, out);
  const place = { folder: join(out, 'figures', dirname(id)), name: `${basename(id)}.check` };
  return { ...report, files: await drawComparison(plan, stored.rows, fresh.rows, moved, place) };
}

import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { inDecibels, type MetricKind } from '../../contracts/problem.ts';
import { messages, UserError } from '../../messages.ts';
import type { LoadedExperiment, Plan } from '../experiment/plan.ts';
import { isTimed, timedMetrics, together } from '../experiment/timed-metric.ts';
import { readYaml } from '../experiment/yaml.ts';
import { type Claim, claimsSchema, type TestedClaim } from './schema.ts';
import { ofSeed, seriesKeys } from './seeds.ts';

/** The claims of one paper, experiments named in full. */
export interface ClaimFile {
  /** Absolute path. */
  readonly file: string;
  readonly paper: string;
  /** What the paper says, then the findings. */
  readonly claims: readonly Claim[];
  /** `file:line:column` of a path below this list. */
  locate(path: readonly PropertyKey[]): string;
}

/**
 * Reads `claims.yaml` beside an experiment file; undefined where the paper has none. Throws a UserError with a line
 * `file:line:column: what; accepted` for every mistake.
 */
export function loadClaims(experimentFile: string): ClaimFile | undefined {
  const path = join(dirname(experimentFile), 'claims.yaml');
  if (!existsSync(path)) return undefined;
  const { value, file, locate } = readYaml(path, claimsSchema);
  const folder = basename(dirname(file));
  if (value.paper !== folder) {
    const text = messages.badValue('paper', value.paper, messages.namedByPath(folder));
    throw new UserError(messages.at(locate(['paper']), text));
  }
  const claims = value.claims.map((claim) => inFull(claim, folder));
  const findings = value.findings.map((claim) => ({ ...inFull(claim, folder), finding: true as const }));
  const inList = ([i, ...path]: readonly PropertyKey[]) =>
    Number(i) < claims.length ? ['claims', i, ...path] : ['findings', Number(i) - claims.length, ...path];
  return { file, paper: value.paper, claims: [...claims, ...findings], locate: (path) => locate(inList(path)) };
}

function inFull(claim: Claim, paper: string): Claim {
  if (claim.kind === 'not-attempted' || claim.experiment.includes('/')) return claim;
  return { ...claim, experiment: `${paper}/${claim.experiment}` };
}

/** The claims that an experiment tests. */
export function claimsAbout(experiment: string, { claims }: ClaimFile): TestedClaim[] {
  return claims.filter(
    (claim): claim is TestedClaim => claim.kind !== 'not-attempted' && claim.experiment === experiment,
  );
}

/**
 * The claims that a run of an experiment tests, from its paper's file: none about times, which no run measures. Throws a UserError where
 * one names what it does not have.
 */
export function testedClaims({ file: experimentFile }: LoadedExperiment, plan: Plan): TestedClaim[] {
  const file = loadClaims(experimentFile);
  if (file === undefined) return [];
  checkNames(file, plan.id, namesOfPlan(plan));
  return claimsAbout(plan.id, file).filter(({ metric }) => !isTimed(metric));
}

/** What claims about one experiment can name. */
export interface ClaimNames {
  readonly series: readonly string[];
  readonly axes: readonly string[];
  /** Metrics and diagnostics; absent before a run: only it tells the diagnostics. */
  readonly metrics?: readonly string[];
  readonly kinds: Readonly<Record<string, MetricKind>>;
  /** The metrics of its times; absent where none are known. */
  readonly timed?: readonly string[];
}

/** The names that an experiment has before it is run. */
export function namesOfPlan({ experiment: { times }, series, problem }: Plan): ClaimNames {
  const kinds = Object.entries(problem.metrics).map(([name, { kind }]) => [name, kind] as const);
  return {
    series: series.map(({ name }) => name),
    axes: problem.axes,
    kinds: Object.fromEntries(kinds),
    timed: times ? timedMetrics(times) : [],
  };
}

/**
 * Throws a UserError with a line for every curve, metric and axis that a claim names and its experiment does not have, for
 * ratios and spreads of values in dB, and for anything but a value of times.
 */
export function checkNames(file: ClaimFile, experiment: string, names: ClaimNames): void {
  const lines = file.claims.flatMap((claim, i) =>
    claim.kind === 'not-attempted' || claim.experiment !== experiment
      ? []
      : mistakesIn(claim, names).map(({ key, text }) => messages.at(file.locate([i, ...key]), text)),
  );
  if (lines.length > 0) throw new UserError(lines.join('\n'));
}

interface Mistake {
  readonly key: readonly string[];
  readonly text: string;
}

/** Not so for diagnostics, which are of no such kind. */
function isInDecibels(kind: MetricKind | undefined): boolean {
  return kind !== undefined && inDecibels(kind);
}

/** Of a claim about several seeds those of the first that has any. */
function mistakesIn(claim: TestedClaim, names: ClaimNames): Mistake[] {
  const each = claim.seeds?.map((seed) => ofSeed(claim, seed)) ?? [claim];
  return each.map((one) => mistakesInOne(one, names)).find((mistakes) => mistakes.length > 0) ?? [];
}

function mistakesInOne(claim: TestedClaim, names: ClaimNames): Mistake[] {
  const { series, axes } = names;
  const given: Readonly<Record<string, unknown>> = claim;
  const named = seriesKeys
    .filter((key) => typeof given[key] === 'string')
    .map((key) => ({ key, name: String(given[key]) }));
  const allAxes = [...axes, ...(isTimed(claim.metric) ? [together] : []), 'iteration'];
  const along = 'along' in claim ? [{ key: ['along'], name: claim.along }] : [];
  const conditions = Object.keys(claim.where).map((name) => ({ key: ['where', name], name }));
  return [
    ...named.flatMap(({ key, name }) => unknown([key], 'curve', name, series)),
    ...[...along, ...conditions].flatMap(({ key, name }) => unknown(key, 'axis', name, allAxes)),
    ...(isTimed(claim.metric) ? mistakesOnTimes(claim, names) : mistakesOnMetric(claim, names)),
  ];
}

function mistakesOnMetric(claim: TestedClaim, { metrics, kinds }: ClaimNames): Mistake[] {
  const ofRatio = claim.kind === 'ratio' || claim.kind === 'spread' || claim.kind === 'growth';
  return [
    ...(claim.kind === 'cost' || metrics === undefined ? [] : unknown(['metric'], 'metric', claim.metric, metrics)),
    ...(ofRatio && isInDecibels(kinds[claim.metric]) ? [badKind(claim, messages.noRatioOfDecibels())] : []),
  ];
}

/** Times are medians, of which a table says no more than each by itself. */
function mistakesOnTimes(claim: TestedClaim, { timed }: ClaimNames): Mistake[] {
  return [
    ...(timed === undefined ? [] : unknown(['metric'], 'metric', claim.metric, timed)),
    ...(claim.kind === 'value' ? [] : [badKind(claim, messages.valueOfTimes())]),
  ];
}

function badKind({ kind }: TestedClaim, accepted: string): Mistake {
  return { key: ['kind'], text: messages.badValue('kind', kind, accepted) };
}

function unknown(key: readonly string[], kind: string, name: string, accepted: Iterable<string>): Mistake[] {
  return new Set(accepted).has(name) ? [] : [{ key, text: messages.unknownName(kind, name, accepted) }];
}

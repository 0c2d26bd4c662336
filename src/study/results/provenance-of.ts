import { isAbsolute, relative } from 'node:path';
import { packageRoot } from '../../package-root.ts';
import type { Evidence } from '../claims/evidence.ts';
import { contentOf } from '../experiment/content.ts';
import type { LoadedExperiment, Plan } from '../experiment/plan.ts';
import { shownPath } from '../experiment/yaml.ts';
import type { SourceCode } from '../identity/source-code.ts';
import { commit, machine, processCost, versions } from './environment.ts';
import type { Provenance } from './provenance.ts';

/** What only the run itself knows. */
export interface RunFacts {
  /** Trials of every point, in the order of the plan. */
  readonly trials: readonly number[];
  readonly device: Provenance['device'];
  readonly arithmetic: Provenance['arithmetic'];
  readonly blockSeconds: number;
  readonly diagnostics: Provenance['diagnostics'];
  readonly code: SourceCode;
  readonly failures: Provenance['failures'];
  readonly training: Provenance['training'];
  readonly overrides: Provenance['overrides'];
  readonly pairs: readonly Evidence[];
}

/** The provenance of a finished run, all but the checksum of its CSV. */
export function provenanceOf(loaded: LoadedExperiment, plan: Plan, facts: RunFacts): Omit<Provenance, 'csv'> {
  const { id, title, place, choices } = loaded.experiment;
  return {
    format: 1,
    experiment: {
      ...{ id, title, place, file: portablePath(loaded.file), sha256: loaded.sha256 },
      content: contentOf(loaded, plan.profileName),
    },
    paper: loaded.paper,
    problem: plan.problem.id,
    profile: plan.profileName,
    seed: plan.seed,
    blockSize: plan.blockSize,
    device: facts.device,
    arithmetic: facts.arithmetic,
    overrides: facts.overrides,
    metrics: metricsOf(plan),
    series: plan.series.map(({ name, label, solver, runs }) => ({
      name,
      label,
      solver: solver.name,
      runs: runs.map(({ parameters }) => parameters),
    })),
    counts: plan.points.map(({ scenario }, i) => ({ scenario, trials: facts.trials[i] })),
    diagnostics: facts.diagnostics,
    failures: facts.failures,
    flops: flopsOf(plan),
    training: facts.training,
    choices,
    versions: versions(),
    code: { ...facts.code, solvers: [...facts.code.solvers] },
    commit: commit(),
    machine: machine(),
    cost: { blockSeconds: facts.blockSeconds, ...processCost(), finished: new Date().toISOString() },
    pairs: [...facts.pairs],
  };
}

function metricsOf({ problem, metrics }: Plan): Provenance['metrics'] {
  const described = metrics.map((name) => {
    const { title, unit, kind } = problem.metrics[name];
    return [name, { title, unit, kind }] as const;
  });
  return Object.fromEntries(described);
}

function flopsOf({ series, points }: Plan): Provenance['flops'] {
  return series.flatMap(({ name, solver, runs }) =>
    points.flatMap(({ scenario }) =>
      runs.flatMap(({ parameters }) => {
        const flops = solver.flops?.(scenario, parameters);
        return flops === undefined ? [] : [{ solver: name, scenario, run: parameters, flops }];
      }),
    ),
  );
}

/** The path without what is above the package, or else the working folder. */
function portablePath(file: string): string {
  const inPackage = relative(packageRoot, file);
  return inPackage.startsWith('..') || isAbsolute(inPackage) ? shownPath(file) : inPackage;
}

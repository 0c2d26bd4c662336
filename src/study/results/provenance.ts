import { z } from 'zod';
import { metricKinds } from '../../contracts/problem.ts';
import { evidenceSchema } from '../claims/evidence.ts';
import { profileNames } from '../experiment/profile-names.ts';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const code = z.object({ sha256, packages: z.record(z.string(), z.string()) });
/** The code that drew, solved and measured, by content. */
export const codeSchema = z.object({
  runner: code,
  problem: code,
  solvers: z.array(code.extend({ name: z.string() })),
});
const kind = z.enum(metricKinds);
const table = z.object({ sha256, rows: z.number() });
const scenario = z.record(z.string(), z.union([z.number(), z.string(), z.boolean()]));

/**
 * Where a CSV comes from: everything that a reader needs to judge, repeat or doubt its numbers. It stands beside the CSV as
 * `<name>.json`. What changes from run to run (times, machine) is here and not in the CSV, so that equal runs give equal CSVs.
 */
export const provenanceSchema = z.object({
  format: z.literal(1),
  experiment: z.object({
    id: z.string(),
    title: z.string(),
    place: z.string(),
    /** Relative to the package or the working folder. */
    file: z.string(),
    /** Of the file as it was written. */
    sha256,
    /** Of each of its parts that numbers come from; results of earlier versions may not have it. */
    content: z.record(z.string(), sha256).optional(),
  }),
  paper: z.object({
    id: z.string(),
    title: z.string(),
    authors: z.string(),
    doi: z.string().optional(),
    arxiv: z.string().optional(),
  }),
  problem: z.string(),
  profile: z.enum(profileNames),
  seed: z.number(),
  blockSize: z.number(),
  /** Where the solvers computed. */
  device: z.enum(['cpu', 'webgpu']).default('cpu'),
  /** How they rounded. */
  arithmetic: z.enum(['strict', 'fast']).default('strict'),
  /** What the command line changed: axes, solvers. */
  overrides: z.record(z.string(), z.unknown()),
  metrics: z.record(z.string(), z.object({ title: z.string(), unit: z.string(), kind })),
  /** Kind of every number that a solver reported of itself. */
  diagnostics: z.record(z.string(), kind),
  /** Curves in the order of the legend, with the parameters of each run. */
  series: z.array(
    z.object({
      name: z.string(),
      label: z.string(),
      solver: z.string(),
      runs: z.array(z.record(z.string(), z.unknown())),
    }),
  ),
  /** Trials of every scenario. */
  counts: z.array(z.object({ scenario, trials: z.number() })),
  /** Solvers that failed at a scenario: they have no rows there. `trial` replays the failure. */
  failures: z.array(z.object({ solver: z.string(), scenario, trial: z.number(), what: z.string() })),
  /** Real floating-point operations that an iteration of one trial takes, where they were counted. */
  flops: z.array(z.object({ solver: z.string(), scenario, run: z.record(z.string(), z.unknown()), flops: z.number() })),
  /** The trainings whose weights were used: content key, settings as steps and batch, and the checksum of the weights. */
  training: z.array(
    z.object({
      solver: z.string(),
      key: z.string(),
      settings: z.record(z.string(), z.unknown()),
      sha256: sha256.optional(),
    }),
  ),
  choices: z.array(z.object({ what: z.string(), why: z.string() })),
  versions: z.object({
    package: z.string(),
    node: z.string(),
    dependencies: z.record(z.string(), z.string()),
    /** Of the random numbers. */
    draws: z.number().default(1),
  }),
  /** Results of earlier versions do not have it. */
  code: codeSchema.optional(),
  commit: z.object({ hash: z.string(), dirty: z.boolean() }).nullable(),
  machine: z.object({
    cpu: z.string(),
    cores: z.number(),
    memoryBytes: z.number(),
    os: z.string(),
    architecture: z.string(),
  }),
  cost: z.object({
    /** Seconds that computing all blocks took, added over workers and over interrupted runs. */
    blockSeconds: z.number(),
    /** CPU seconds of the process that wrote the results. */
    cpuSeconds: z.number(),
    peakMemoryBytes: z.number(),
    /** ISO 8601. */
    finished: z.string(),
  }),
  /** Paired quantities that claims ask for: not to be had from the CSV. */
  pairs: z.array(evidenceSchema),
  csv: table,
  /** The CSV of what solvers reported of themselves; absent where there is none. */
  diagnosticsCsv: table.optional(),
  /** The file of the values of single trials that the figure shows; absent where it shows none. */
  values: z.object({ sha256, curves: z.number() }).optional(),
  /** Of everything else in this file; results of earlier versions do not have it. */
  checksum: sha256.optional(),
});

export type Provenance = z.output<typeof provenanceSchema>;

import { type ColumnWidth, columnNames, type FigureFormat, figureFormats } from '../figures/formats.ts';
import { defaultTimeout } from '../foreign/launch.ts';
import type { Device } from '../graph/device.ts';
import { messages, UserError } from '../messages.ts';
import { minCiWidth } from '../study/experiment/limits.ts';
import type { ProfileName } from '../study/experiment/profile-names.ts';
import type { Shard } from '../study/run/shard.ts';

/** Every option of every command, as a command's action gets it. */
export interface Options {
  profile: ProfileName;
  set: string[];
  solvers: string[];
  label: string[];
  metric: string[];
  trials: number;
  ciWidth: number;
  trial: number;
  python: string;
  timeout: number;
  jobs: number;
  device: Device;
  seed: number;
  shard: Shard;
  shards: number;
  array: number;
  beyond: number;
  print: boolean;
  fastMath: boolean;
  fresh: boolean;
  retrain: boolean;
  out: string;
  csv: string;
  npy: string;
  channels: string;
  preambles: string;
  normalize: 'trial' | 'all';
  noisePower: number;
  perTrial: string;
  time: string | true;
  page: string;
  overwrite: boolean;
  tolerance: number;
  md: boolean;
  strict: boolean;
  against: string;
  format: FigureFormat[];
  width: ColumnWidth;
  dryRun: boolean;
  check: boolean;
  json: boolean;
  quiet: boolean;
}

interface OptionForm<T> {
  /** As commander writes it: `-j, --jobs <n>`. */
  readonly flags: string;
  readonly help: string;
  /** From the text on the command line; a repeated option gets its earlier value. Left out for flags and plain text. */
  readonly parse?: (text: string, earlier: T | undefined) => T;
}

/** The options' forms. An option without help text does not compile. */
export const options: { readonly [Name in keyof Options]: OptionForm<Options[Name]> } = {
  profile: {
    flags: '-p, --profile <name>',
    help: 'how much is computed: smoke (seconds), quick (the default), paper (the counts of the paper)',
    parse: oneOf('--profile', ['smoke', 'quick', 'paper']),
  },
  set: {
    flags: '-s, --set <axis=values...>',
    help: 'values of an axis: snr=10, snr=0,10,20 or snr=0:5:30; several may follow one another',
    parse: (text, earlier) => [...(earlier ?? []), text],
  },
  solvers: {
    flags: '--solvers <names>',
    help:
      'only these solvers, separated by commas; ./mine.py (.js, .ts) is a solver of your own, net.onnx a network, ' +
      '"exec:octave mine.m" or "folder:matlab -batch mine" any program',
    parse: (text, earlier) => [...(earlier ?? []), ...splitOutsideBrackets(text)],
  },
  label: {
    flags: '--label <solver=text...>',
    help: 'what tables and figures call a solver: wmmse="WMMSE (ours)"; several may follow one another',
    parse: (text, earlier) => [...(earlier ?? []), text],
  },
  metric: {
    flags: '-m, --metric <names>',
    help: 'what is measured, separated by commas; `reproduce info <problem>` lists the metrics',
    parse: (text, earlier) => [...(earlier ?? []), ...text.split(',')],
  },
  trials: {
    flags: '-n, --trials <n>',
    help: 'trials for every scenario; with --ci-width, the fewest',
    parse: integer('--trials', 1, 1e12),
  },
  ciWidth: {
    flags: '--ci-width <w>',
    help: 'go on until every 95 % interval is at most this wide, in the unit of the metric',
    parse: positive('--ci-width', minCiWidth),
  },
  trial: {
    flags: '--trial <n>',
    help: 'compute only this trial, in this process, and print every value: to replay a failure',
    parse: integer('--trial', 0),
  },
  python: {
    flags: '--python <path>',
    help: 'interpreter of your Python solvers; default: $REPRODUCE_PYTHON, else python3',
  },
  timeout: {
    flags: '--timeout <s>',
    help: `seconds that a solver of your own may take for a trial, and at least 10 to start; default: ${defaultTimeout}`,
    parse: positive('--timeout', 0),
  },
  jobs: {
    flags: '-j, --jobs <n>',
    help: 'worker threads; default: SLURM_CPUS_PER_TASK, else all cores',
    parse: integer('--jobs', 1, 1024),
  },
  device: {
    flags: '--device <name>',
    help: 'where the massive-access solvers and networks compute: cpu (the default) or webgpu (needs a Vulkan driver)',
    parse: oneOf('--device', ['cpu', 'webgpu']),
  },
  seed: { flags: '--seed <n>', help: 'seed of all random streams', parse: integer('--seed', 0, 0xffffffff) },
  shard: {
    flags: '--shard <i/n>',
    help: 'compute only share i of n of the blocks and leave merging to a later run, or `merge`',
    parse: shard,
  },
  shards: {
    flags: '--shards <n>',
    help: 'say which of n shards lack blocks',
    parse: integer('--shards', 1),
  },
  array: {
    flags: '--array <n>',
    help: 'tasks of the job array, each with a share of the blocks; default: 16',
    parse: integer('--array', 1, 1e6),
  },
  beyond: {
    flags: '--beyond <n>',
    help: 'only where more is there than n training steps and blocks: how the merge job ends what leads nowhere',
    parse: integer('--beyond', 0),
  },
  print: { flags: '--print', help: 'print the script that would hand the jobs in; hand in nothing' },
  fastMath: {
    flags: '--fast-math',
    help: 'products and sums in one instruction (Node 22 or newer): faster, last digits as this processor rounds',
  },
  fresh: { flags: '--fresh', help: 'compute every block anew, whatever is stored' },
  retrain: { flags: '--retrain', help: 'train networks anew, also those whose weights are stored' },
  out: {
    flags: '-o, --out <dir>',
    help: 'folder for results/, figures/ and stored blocks; default: the working folder',
  },
  csv: { flags: '-o, --out <file.csv>', help: 'where the CSV goes; the figure goes beside it; default: sweep.csv' },
  npy: {
    flags: '-o, --out <file.npy>',
    help: 'where the array goes; several go to file.<name>.npy; default: h.npy',
  },
  channels: {
    flags: '--channels <file>',
    help: 'your own channels instead of drawn ones: .npy, .npz or .mat (file.mat:variable)',
  },
  preambles: {
    flags: '--preambles <file>',
    help: 'your own preambles for massive access, (L, N): .npy, .npz or .mat (file.mat:variable)',
  },
  normalize: {
    flags: '--normalize <over>',
    help: 'scale your channels to a mean entry power of 1: of each trial by itself (trial), or of all together (all)',
    parse: oneOf('--normalize', ['trial', 'all']),
  },
  noisePower: {
    flags: '--noise-power <p>',
    help: 'noise power in the unit of your channels: snr is then the transmit power in dB',
    parse: positive('--noise-power', 0),
  },
  perTrial: { flags: '--per-trial <file.csv>', help: 'also write the value of every trial' },
  time: {
    flags: '--time [solver]',
    help: 'also measure running times, as ratios to that of this solver (default: the first); they go to <out>.times.csv',
  },
  page: { flags: '-o, --out <file.html>', help: 'where the page goes; default: report.html' },
  overwrite: { flags: '--overwrite', help: 'replace a file of that name even where this program did not write it' },
  tolerance: {
    flags: '--tolerance <share>',
    help:
      'largest change that does not matter: a share of a mean; 0.005, the default, is also 0.1 dB of an NMSE and a tenth of ' +
      'the standard deviation of a trial',
    parse: positive('--tolerance', 0),
  },
  against: {
    flags: '--against <results>',
    help: 'compute nothing: compare with the results in that folder, or of that revision of the git repository here (HEAD~1, a tag)',
  },
  strict: { flags: '--strict', help: 'let the exit code say whether claims hold; without it a listing is 0' },
  md: { flags: '--md', help: 'as a Markdown table' },
  format: {
    flags: '--format <names>',
    help: `what figures are drawn as, separated by commas: ${figureFormats.join(', ')}; default: svg`,
    parse: (text) => splitOutsideBrackets(text).map(oneOf('--format', figureFormats)),
  },
  width: {
    flags: '--width <column>',
    help: 'fit figures to one column of an IEEE paper (single, 3.5 in) or to both (double, 7.16 in), text of 7 pt or more',
    parse: oneOf('--width', columnNames),
  },
  dryRun: { flags: '--dry-run', help: 'print the grid, the blocks done and to do, and an estimate; compute nothing' },
  check: { flags: '--check', help: 'fail where a ratio to another program is more than 15 % below the stored one' },
  json: { flags: '--json', help: 'machine-readable output on stdout' },
  quiet: { flags: '-q, --quiet', help: 'print nothing but errors and data' },
};

function integer(flag: string, least: number, most = Number.MAX_SAFE_INTEGER): (text: string) => number {
  return (text) => {
    const value = /^\d+(?:\.\d+)?(?:e\+?\d{1,3})?$/i.test(text) ? Number(text) : Number.NaN;
    if (Number.isSafeInteger(value) && value >= least && value <= most) return value;
    const upTo = most === Number.MAX_SAFE_INTEGER ? `from ${least} on` : `from ${least} to ${most}`;
    throw new UserError(messages.badFlag(flag, text, `a whole number ${upTo}`));
  };
}

function positive(flag: string, least: number): (text: string) => number {
  return (text) => {
    const value = text.trim() === '' ? Number.NaN : Number(text);
    if (value > 0 && value >= least && Number.isFinite(value)) return value;
    throw new UserError(messages.badFlag(flag, text, `a positive number${least > 0 ? `, at least ${least}` : ''}`));
  };
}

function oneOf<T extends string>(flag: string, accepted: readonly T[]): (text: string) => T {
  return (text) => {
    const found = accepted.find((value) => value === text);
    if (found !== undefined) return found;
    throw new UserError(`${flag}: ${messages.unknownName('value', text, accepted)}`);
  };
}

function shard(text: string): Shard {
  const [, index, count] = (/^(\d+)\/(\d+)$/.exec(text) ?? []).map(Number);
  if (index >= 1 && index <= count) return { index, count };
  throw new UserError(messages.badFlag('--shard', text, 'i/n with i from 1 to n, as in 3/16'));
}

/** Parts between the commas that stand in no brackets: `a,b:c=[1,2]` has two. */
export function splitOutsideBrackets(text: string): string[] {
  const parts = [''];
  let depth = 0;
  for (const letter of text) {
    if ('[{'.includes(letter)) depth += 1;
    if (']}'.includes(letter)) depth -= 1;
    if (letter === ',' && depth <= 0) parts.push('');
    else parts[parts.length - 1] += letter;
  }
  return parts.map((part) => part.trim()).filter((part) => part !== '');
}

import { didYouMean } from './did-you-mean.ts';

/**
 * A mistake of the user's, not of the program's: printed as one line, without a stack, and the process ends with
 * `exitCode`. Every other error is a bug and shows its stack.
 */
export class UserError extends Error {
  override readonly name = 'UserError';
  readonly exitCode: number;

  constructor(message: string, exitCode: number = exitCodes.wrongUsage) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** What the process tells its caller. */
export const exitCodes = {
  done: 0,
  failed: 1,
  wrongUsage: 2,
  inconclusive: 3,
  incomplete: 4,
  interrupted: 130,
  terminated: 143,
} as const;

/** A value of the user's on one line. */
function shown(value: unknown): string {
  return shortened(typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? String(value)));
}

/** `a, b, c and 4 more`. */
function listed(items: readonly string[], most = 4): string {
  const first = items.slice(0, most).join(', ');
  return items.length <= most ? first : `${first} and ${items.length - most} more`;
}

function shortened(text: string, most = 60): string {
  return text.length <= most ? text : `${text.slice(0, most - 3)}...`;
}

/** The messages themselves: each names what was wrong, where, and what is accepted. */
export const messages = {
  rateNotServed: (M: number, served: readonly number[]) =>
    `no codewords of ${M} entries: this scheme has those of ${served.join(', ')}`,
  trainingStopped: (id: string, done: number, all: number) =>
    `${id}: training stopped with ${done} of ${all} networks trained; the same command resumes it`,
  trainsFirst: (id: string, networks: number, steps: number) =>
    `${id}: training ${networks} networks first, ${steps} steps in all`,
  awaitsNetworks: (id: string, count: number, owner?: { pid: number; host: string }) =>
    `${id}: waiting for ${count} networks that ${owner === undefined ? 'another process' : `process ${owner.pid} on ${owner.host}`} ` +
    'or others are training',
  trainedElsewhere: (id: string, count: number, owner?: { pid: number; host: string }) =>
    `--retrain: ${count} networks of ${id} are being trained by ` +
    `${owner === undefined ? 'another process' : `process ${owner.pid} on ${owner.host}`}; wait for it`,
  retrainInShards: () =>
    '--retrain with --shard; accepted: train them first, "reproduce train ... --retrain", then the shards',
  noSlurm: (program: string) =>
    `no ${program} here: this machine belongs to no Slurm cluster; accepted: --print, or --shard i/n with any other scheduler`,
  slurmRefuses: (program: string, what: string) => `${program}: ${what}`,
  ownFlag: (flag: string) => `-- ${flag}; accepted: any flag of sbatch that "submit" does not set itself`,
  fewerTasks: (asked: number, most: number) =>
    `--array ${asked}: this cluster takes at most ${most} tasks in an array; ${most} with larger shares are sent`,
  stillQueued: (job: string, tasks: string) =>
    `tasks ${tasks} of an earlier ${job} are still in the queue and are not sent again; "scancel --name ${job}" ends them`,
  queueSilent: () => 'the queue does not answer: tasks that an earlier call has sent may be sent again',
  nothingToSend: () => 'no block is missing: "reproduce merge" with the same arguments writes the results',
  leadsNowhere: (missing: number) =>
    `${missing} blocks are missing and the jobs sent last have added none; their logs may say why. "reproduce submit" without --beyond sends them again`,
  foreignWeights: (path: string, found: string, wanted: string) =>
    `${path} holds weights of key ${found}, not of ${wanted}: they were trained for something else and are not used`,
  cannotPrint: (code: string) => `cannot write what was asked for to the standard output (${code})`,
  cannotWrite: (path: string, reason: string) =>
    `cannot write ${path}: ${reason}; what was there before is untouched (--out names another folder)`,
  fileChanged: (path: string) => `${path} changed while it was being used; run again`,
  storeTakenOver: (folder: string) =>
    `another process writes in the place of this one in ${folder}, which had not been heard of for long; run again`,
  notBuilt: () => 'the program is not built: run "npm run build"',
  workerDied: (reason: string) => `its worker died twice (${reason})`,
  locked: (path: string, owner?: { pid: number; host: string; since: string }) =>
    owner === undefined
      ? `${path} is not a lock of this program; delete it if no other run is writing these results`
      : `another run is writing these results: process ${owner.pid} on ${owner.host} since ${owner.since}; ` +
        `wait for it, or delete ${path} if it is gone`,
  noDefaultExport: (path: string, what: string) => `${path} does not export ${what} as default`,
  needsFile: (path: string, file: string) => `${path} needs ${file}, which does not exist`,
  otherName: (called: string, name: string) => `solver "${called}" calls itself "${name}"; accepted: one name`,
  noOwnSolvers: (problem: string) => `problem "${problem}" takes no solvers from files`,
  badModule: (path: string, error: unknown) =>
    `cannot use ${path}: ${error instanceof Error ? error.message : String(error)}`,
  nothingToCompare: (path: string) => `there is nothing to compare with: ${path} does not exist`,
  notCompared: (labels: readonly string[], count: number, target: string) =>
    `not compared: ${labels.join(', ')}; ${count} of its networks are not trained; "reproduce train ${target} --profile paper" trains them`,
  noTimes: (patterns: readonly string[]) =>
    `${patterns.join(' ')}: no experiment that asks for times; accepted: one with "times:" in its file`,
  timedBy: (clock: 'processor' | 'wall', rounds: number) =>
    `${clock === 'processor' ? 'Processor times' : 'Times on the clock'}, medians of ${rounds} rounds in one thread, with 95 % intervals`,
  secondsOfSamples: () =>
    'Processor times are samples seen times what a sample takes, measured for all networks in turn in one thread, without validation',
  fittedExponents: (axis: string, from: number | undefined, each: readonly string[]) =>
    `Exponents of ${axis}${from === undefined ? '' : ` that fit from ${from} on`}: ${each.join(', ')}`,
  noFigure: (reason: string) => `no figure: ${reason}`,
  experimentChanged: (parts: readonly string[]) =>
    `its experiment has changed since its results were made (${parts.join(', ')}); run it again`,
  timesChanged: (parts: readonly string[]) =>
    `its experiment has changed since its times were measured (${parts.join(', ')}); "reproduce time" measures them again`,
  timedCodeChanged: (ids: readonly string[], pieces: readonly string[]) =>
    `code has changed since the times of ${listed(ids)} were measured (${listed(pieces)}); ` +
    '"reproduce time" measures them again',
  timesUnrecorded: (ids: readonly string[]) =>
    `the times of ${listed(ids)} do not say from which experiment and code they are (measured before that was recorded)`,
  codeChanged: (ids: readonly string[], pieces: readonly string[]) =>
    `code has changed since the results of ${listed(ids)} were made (${listed(pieces)}); ` +
    '"reproduce check" says whether numbers moved',
  unrecorded: (ids: readonly string[], what: string) =>
    `the results of ${listed(ids)} do not say from which ${what} they are (made before that was recorded)`,
  leftOut: (id: string, why: string) => `${id} is left out: ${why}`,
  nothingStored: (patterns: readonly string[]) => `no stored results of ${patterns.join(', ')}; run it first`,
  tooFewRecorded: (path: string, trials: number, asked: number) =>
    `--trials ${asked}; accepted: at most ${trials}, the trials that ${path} holds`,
  takesNoFiles: (problem: string) => `--channels: problem "${problem}" reads no files`,
  sharesNothing: (problem: string) => `--preambles: problem "${problem}" has none`,
  onlyWithPreambles: (preamble: string) => `preamble = ${preamble}: only with --preambles and the file of this content`,
  noPreamble: (path: string, device: number) => `${path}: the preamble of device ${device} is zero or not finite`,
  filesDiffer: (axis: string, one: string, its: unknown, other: string, others: unknown) =>
    `${one} holds ${axis} = ${its}, ${other} ${axis} = ${others}`,
  fixedByFile: (axis: string, path: string) => `--set ${axis}: ${path} fixes this axis`,
  drawsNoArrays: (problem: string) => `problem "${problem}" does not say what arrays its trials are made of`,
  severalScenarios: (count: number) => `--set gives ${count} scenarios; accepted: one`,
  readsNoFiles: (problem: string) => `problem "${problem}" reads no files`,
  otherAxis: (path: string, axis: string, held: unknown, asked: unknown) =>
    `${path} holds samples of ${axis} = ${held}, a scenario has ${axis} = ${asked}`,
  drawnOnly: (path: string, axis: string) => `${axis} is an axis of drawn trials; those of ${path} are as they are`,
  tooFewSamples: (held: number, parts: { training: number; validation: number; test: number }) =>
    `the file holds ${held} samples; ${parts.training} of training, ${parts.validation} of validation and ${parts.test} trials are asked for`,
  drawsItsOwn: (solver: string) =>
    `solver "${solver}" draws its own training samples: an experiment with it has no "data"`,
  acceptedExtension: (extension: string) => `accepted: a file that ends in ${extension}`,
  isInput: () => 'this run reads it; accepted: another name',
  alsoNamedBy: (flag: string) => `${flag} writes it too; accepted: another name`,
  noRegularFile: () => 'it is no file; accepted: another name',
  existsAlready: () => 'it is there already; --overwrite replaces it',
  strangersFile: () =>
    'it is there and was not written by this program as such; --overwrite replaces it, another name leaves it alone',
  fileExists: (path: string) => `${path} exists already; name another file`,
  badLabel: (text: string) => `--label ${shown(text)}; accepted: solver=text, as in wmmse="WMMSE, ours"`,
  badFlag: (flag: string, given: string, accepted: string) => `${flag} ${given}; accepted: ${accepted}`,
  bug: () => 'this is a bug; please report it with the lines below',
  stopping: () => 'stopping: blocks at work end first; once more to stop at once',
  stopped: (id: string, stored: number, total: number) =>
    `${id}: stopped with ${stored} of ${total} blocks stored; the same command resumes`,
  incomplete: (id: string, missing: number, total: number) =>
    `${id}: ${missing} of ${total} blocks are missing; run the other shards, or run it without --shard`,
  damagedBlock: (place: string) => `${place} is damaged: its checksum does not fit; the block there is computed again`,
  failedBefore: () => 'it failed before',
  solverFailed: (solver: string, scenario: string, trial: number, seed: number, what: string, replay: string) =>
    `${solver} failed at ${scenario}, trial ${trial}, seed ${seed}: ${what}\n  replay: ${replay}`,
  lostTrials: (solver: string, scenario: string, lost: { why: string; count: number; of: number; first: number }) =>
    `${solver} at ${scenario}: ${lost.why} in trial ${lost.first}${lost.count === 1 ? '' : ` and ${lost.count - 1} more`}, ` +
    `${lost.count} of ${lost.of}; its means are of the others`,
  badValue: (name: string, value: unknown, accepted: string) => `${name}${name && ' = '}${shown(value)}; ${accepted}`,
  missing: (name: string, accepted: string) => `${name} is missing; ${accepted}`,
  at: (place: string, what: string) => `${place}: ${what}`,
  fileTooLarge: (bytes: number, limit: number) => `${bytes} bytes are too many; accepted: at most ${limit}`,
  impossibleKey: (key: string) => `${shortened(key)} cannot be a key; accepted: plain text`,
  containsItself: (anchor: string) => `*${anchor} stands in what it stands for; accepted: an alias of something else`,
  systemRefuses: (path: string, code: string) => `cannot use ${path}: the system refuses (${code})`,
  nestedTooDeeply: (limit: number) => `nested too deeply; accepted: at most ${limit} levels`,
  cannotRead: (path: string, code: string) =>
    code === 'ENOENT' ? `${path} does not exist` : `cannot read ${path} (${code})`,
  namedByPath: (wanted: string) => `accepted: "${wanted}", as its folder and file are named`,
  damagedResults: (csv: string, provenance: string) =>
    `${csv} is damaged or not the one that ${provenance} describes: its checksum does not fit; run its experiment again`,
  damagedProvenance: (path: string) => `${path} is damaged: its checksum does not fit; run its experiment again`,
  foreignProvenance: (path: string, key: string) =>
    `${path} does not describe results of this program${key && ` (at ${key})`}; run its experiment again`,
  noRatioOfDecibels: () => 'accepted: "difference", because a ratio of values in dB has no meaning',
  valueOfTimes: () => 'accepted: "value" of what is timed',
  emptyRange: (name: string, text: string) =>
    `${name} = "${text}" never gets from the first value to the last; accepted: first:step:last, as in 0:5:30`,
  tooManyBlocks: (trials: number, blocks: number, limit: number) =>
    `${trials} trials make ${blocks} blocks with these scenarios and solvers; accepted: at most ${limit} blocks`,
  tooMany: (what: string, count: number, limit: number) => `${count} ${what} are too many; accepted: at most ${limit}`,
  badAssignment: () => 'accepted: axis=value, axis=value,value or axis=first:step:last',
  givenTwice: (name: string) => `${name} is given in "parameters" and in "each"; accepted: one of them`,
  notAlong: (name: string, each: readonly string[]) =>
    `along = "${name}"; accepted: a parameter of "each" with numbers for values${each.length > 0 ? `, of ${each.join(', ')}` : ''}`,
  sameSeries: (name: string, twin: string) => `the same solver and parameters as at ${twin}: both would be "${name}"`,
  figureHasNoRows: (figure: string) => `figure ${figure}: no rows of its solvers and metric pass its filters`,
  figureNeedsMetric: (figure: string, present: readonly string[]) =>
    `figure ${figure}: several metrics (${present.join(', ')}); name one in encoding.y.metric`,
  figureMetricsNeedChannel: (figure: string, metrics: readonly string[]) =>
    `figure ${figure}: several metrics (${metrics.join(', ')}) need a channel with "field: metric"`,
  figureOverlaps: (figure: string, solver: string, columns: readonly string[]) =>
    `figure ${figure}: several points of ${solver} fall on one place; they differ in ` +
    `${columns.join(', ') || 'nothing'}; show it by strokeDash or facet, or choose with transform: filter`,
  gridNotShown: (hidden: readonly string[], shown: readonly string[]) =>
    `the grid has several values of ${hidden.join(', ')}, which the figure cannot show beside ${shown.join(', ')}; ` +
    'accepted: one value each, or no more than its axes, dashes, columns and rows of panels can show',
  figureLabelTwice: (figure: string, label: string) =>
    `figure ${figure}: two solvers share the label ${shown(label)}; give each its own`,
  figureNeedsValues: (figure: string, mark: string) =>
    `figure ${figure}: mark "${mark}" needs the values of single trials, which were not stored`,
  noTikz: (figure: string, what: string) => `figure ${figure}: TikZ cannot show ${what}; other formats do`,
  figureDoesNotFit: (figure: string, column: string) =>
    `figure ${figure} does not fit with text of 7 pt; accepted: ${column === 'single' ? '--width double' : 'no --width'}`,
  figureHasNoValues: (figure: string) => `figure ${figure}: none of its points has a value`,
  figureHeatNumbers: (figure: string, column: string) =>
    `figure ${figure}: a heat map needs numbers in column "${column}", at least two of them`,
  figureTableFormat: (figure: string, format: string) =>
    `figure ${figure}: encoding.y.axis.format = ${shown(format)}; cells of a table take formats such as .2f and .1%`,
  figureNotPositive: (figure: string, axis: string) =>
    `figure ${figure}: nothing above zero to draw on the logarithmic ${axis} axis`,
  damagedArrays: (path: string, reason: string) =>
    `${path} is damaged: ${reason}; delete it to train again, or restore it`,
  tooManyDevices: (most: number) => `at most ${most} entries in the preambles, channels and signals of one trial`,
  kappaNeedsGaussian: (preamble: string) => `kappa is for gaussian preambles; accepted with "${preamble}": drawn`,
  kappaNeedsFewerSymbols: (N: number) => `with kappa, at most as many symbols as devices, L <= ${N}`,
  tooFewZadoffChu: (L: number, most: number) =>
    `there are ${most} different Zadoff-Chu preambles of length ${L}; accepted: N <= ${most}`,
  badCompression: () => 'accepted: a ratio in (0, 1], as in "1/16"',
  unevenCompression: (compression: string, length: number) =>
    `${compression} of the ${length} numbers of a sample are no whole number of entries; accepted: a ratio with a denominator that divides ${length}`,
  tooManyDelayRows: (Nc: number) => `accepted: as many delay rows as subcarriers or fewer, Na <= ${Nc}`,
  tooLargeSample: (most: number) => `accepted: samples of at most 2 Na Nt = ${most} numbers`,
  noFastMath: (node: string) => `--fast-math needs Node 22 or newer; this is ${node}`,
  fastMathStored: (path: string) =>
    `${path} was computed with --fast-math, whose digits are those of one processor; accepted: results without it`,
  noRatios: () => 'no ratio to compare: no other program was measured beside this one',
  belowStored: ({ name, stored, found }: { readonly name: string; readonly stored: number; readonly found: number }) =>
    `${name}: ${found.toPrecision(3)}, stored ${stored.toPrecision(3)}`,
  noPeer: (what: string, debian: string) => `no comparison with NumPy and PyTorch: no ${what} here (Debian: ${debian})`,
  worseTraining: (path: string, first: number, last: number) =>
    `${path}: the training diverged: its loss went from ${first.toPrecision(3)} to ${last.toPrecision(3)}; a smaller learning rate may help`,
  noWebgpuAdapter: () =>
    'device "webgpu": no graphics adapter with a Vulkan driver was found here; accepted: --device cpu',
  onlyOnCpu: (problem: string, device: string) =>
    `--device ${device}: problem "${problem}" computes on the cpu only; accepted: cpu`,
  oneJobOnDevice: (jobs: number, device: string) => `--jobs ${jobs}; accepted with --device ${device}: 1`,
  tooManyStreams: (N: number, M: number) => `accepted: at most min(N, M) = ${Math.min(N, M)} data streams a user`,
  onlyWithAxis: (axis: string) => `accepted: only beside ${axis}`,
  notWithAxis: (axis: string) => `accepted: not beside ${axis}`,
  tooFewPilots: (antennas: number) =>
    `accepted: at least K N = ${antennas}, as many as orthogonal pilots of all user antennas take`,
  tooManyAntennas: (limit: number) => `accepted: channels of at most K N M = ${limit} entries`,
  badPriorities: () => 'accepted: positive numbers, one for all users or one for each, as in "1" or "1 2 0.5 1"',
  prioritiesPerUser: (symbol: string, users: number) => `accepted: one number, or ${symbol} = ${users} of them`,
  tooManyReceiveAntennas: (Nt: number) => `accepted: at most Nt = ${Nt}, the antennas of a station`,
  tooManyChannels: (limit: number) => `accepted: channels of at most B (B U) Nr Nt = ${limit} entries`,
  usersPerStation: (path: string, K: number, B: number) =>
    `${path} holds channels to ${K} users from ${B} stations; accepted: the same number of users for each station`,
  badTrainedAt: () => 'accepted: "here", or axes of the scenario, as in "B=4 U=2 isd=0.5"',
  onlyOfFile: (axis: string) => `${axis} = file: only for channels of a file`,
  notNpy: (path: string) => `${path} is no .npy file of format 1, 2 or 3; numpy.save writes one`,
  npyType: (path: string, descr: string) =>
    `${path} holds entries of type "${descr}"; accepted: float32, float64, complex64, complex128 and whole numbers; ` +
    'numpy.save(path, h.astype(complex)) writes such a file',
  npyLength: (path: string, found: number, wanted: number) =>
    `${path} holds ${found} bytes of data where its header announces ${wanted}: it is cut off or damaged`,
  notInUnitRange: (path: string) =>
    `${path}: an array (n, 2048) is taken for the public data of CsiNet, whose values are from 0 to 1 with 0.5 for zero; these are not`,
  neverNegative: (path: string) =>
    `${path}: no value is below zero, so zero is not no signal; subtract the shift (0.5 in the public data of CsiNet) before saving`,
  noSample: (path: string, trial: number, what: string) => `${path}: sample ${trial} is ${what}`,
  damagedNpz: (path: string) => `${path} is no .npz file, or is damaged; numpy.savez(path, H=h) writes one`,
  scaledTwice: () => '--normalize with --noise-power; accepted: one of them, as normalized channels have no unit',
  scaledAnyway: (problem: string) => `--normalize, --noise-power: problem "${problem}" scales every sample by itself`,
  noiseBySnr: () => '--noise-power: the noise of massive access follows from snr; accepted: --normalize',
  notOfUnitPower: (path: string, decibels: number) =>
    `${path}: the channels' entries have a mean power of ${decibels.toFixed(1)} dB; snr and the threshold of activity count on 0 dB (--normalize)`,
  scalesFiles: () => '--normalize, --noise-power: only with --channels',
  notMat: (path: string) =>
    `${path} is no MATLAB file of level 5, 7 or 7.3; accepted: what save(path, 'H', '-v7') or '-v7.3' writes`,
  damagedMat: (path: string, what: string) => `${path} is damaged: ${what}`,
  noVariable: (path: string, variable: string, found: readonly string[]) =>
    `${path} has no variable "${variable}"; it holds ${found.join(', ') || 'none'}`,
  severalVariables: (path: string, names: readonly string[]) =>
    `${path} holds several arrays that would do: ${names.join(', ')}; name one, as in ${path}:${names[0]}`,
  arrayForm: (path: string, found: string, accepted: string) => `${path} holds ${found}; accepted: ${accepted}`,
  notFiniteChannel: (path: string, trial: number, value: number) =>
    `${path}: the channel of trial ${trial} holds ${value}`,
  unnormalized: (path: string, decibels: number) =>
    `${path}: the channels' entries have a mean power of ${decibels.toFixed(1)} dB, where that of CN(0, 1) is 0 dB; ` +
    'the SNR of the results is P / sigma^2 without it (--normalize, or --noise-power, says otherwise)',
  thetaShape: (name: string, shape: readonly number[]) =>
    `"${name}" is not what this network needs; accepted: finite numbers in nested lists of shape (${shape.join(', ')})`,
  notTheta: () => 'no JSON object; accepted: an object that gives each array of the network by its name',
  sameRestarts: () => 'accepted: 1, or more with start "random"; from another start all runs would be the same',
  overloaded: (K: number, d: number, M: number) =>
    `zero-forcing needs K d <= M: ${K} users with ${d} streams each, but ${M} transmit antennas`,
  noNullSpace: (K: number, N: number, M: number) =>
    `block diagonalization needs (K - 1) N < M: ${K} users with ${N} antennas each, but ${M} transmit antennas`,
  overloadedByAll: (streams: number, Nt: number) =>
    `zero-forcing of all users' channels needs B U Nr <= Nt: ${streams} receive antennas, but Nt = ${Nt}`,
  networkWithoutModules: () => 'accepted: 1 or more, or 0 with initialisation "learned"; a network needs one module',
  foreignNotStarted: (program: string, { message }: Error) => `${program} does not start: ${message}`,
  foreignEnded: (code: number | null, signal: string | null, said: string) => {
    const how = signal === null ? `exit code ${code}` : signal;
    return `its process ended (${how}${code === 13 ? ', a promise that never settles' : ''})${said && `: ${shortened(said, 200)}`}`;
  },
  foreignError: (said: string) => shortened(said, 500),
  foreignGivenUp: () => 'its process was ended',
  foreignTimeout: (seconds: number, trials: number | 'start') =>
    trials === 'start'
      ? `it did not start within ${seconds} s (at least 10, or --timeout)`
      : `it took longer than ${trials === 1 ? `${seconds} s for a trial` : `${trials} x ${seconds} s for ${trials} trials`} (--timeout)`,
  foreignUnasked: () => 'it wrote before it was asked; a program of "exec:" writes nothing but answers to its output',
  foreignIterateCount: (name: string) => `"iterates" must be the number of ${name} that each trial has`,
  foreignIterates: (name: string, found: number, count: number) =>
    `it returned ${found} ${name} where the trials before had ${count}`,
  foreignArray: (name: string, found: string | undefined, wanted: string) =>
    `it returned ${found === undefined ? `no ${name}` : `${name} as ${found}`}; accepted: ${wanted}`,
  foreignUnwanted: (name: string, wanted: readonly string[]) =>
    `it returned an array ${shown(name)}; accepted: ${wanted.join(', ')}`,
  notTypeScript: (path: string, message: string, line: number | undefined) =>
    `${message} (${path}${line === undefined ? '' : `:${line}`})`,
  networkFiles: (path: string, steps: readonly string[]) =>
    `${path}; accepted: a network in two files, ${steps.map((step) => `net.${step}.onnx`).join(' and ')}, of which one is named`,
  networkOutput: (path: string, found: string, wanted: string) =>
    `${path}: its output X came as ${found}; accepted: ${wanted}, as it says itself`,
  noNetworks: (problem: string) => `problem "${problem}" takes no networks from .onnx files`,
  networkPorts: (path: string, kind: 'input' | 'output', found: readonly string[], accepted: string) =>
    `${path}: its ${found.length === 1 ? `${kind} is` : `${kind}s are`} ${found.join(', ')}; accepted: ${accepted}`,
  networkShape: (path: string, port: string, found: string, wanted: string) =>
    `${path}: ${port} is ${found}; this scenario needs ${wanted}`,
  notReported: (metric: string, lacking: string) => `"${metric}" needs ${lacking}, which this solver does not report`,
  nothingAgainst: (against: string, profile: string) =>
    `--against ${against}: accepted: a folder with results of profile ${profile} of these experiments, or one that has such a folder "results", or a revision of the git repository here with such results`,
  unknownExperiment: (given: string, names: Iterable<string>, papers: readonly string[]) =>
    `unknown experiment "${given}"${didYouMean(given, names) || `; accepted: all, ${listed(papers, 8)}, or what "reproduce list" names`}`,
  unknownName: (kind: string, given: string, accepted: Iterable<string>) =>
    `unknown ${kind} "${given}"${didYouMean(given, accepted) || `; accepted: ${listed([...accepted], 12)}`}`,
} as const;

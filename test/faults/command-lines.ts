import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { createInterface, type Interface } from 'node:readline';
import type { Readable } from 'node:stream';
import fc from 'fast-check';
import { Workspace } from '../toy/workspace.ts';
import { attack, expectNoBug } from './attacks.ts';

/** Milliseconds that a command line may take, on a machine that does other things beside. */
const patience = 90_000;

/** Files of the user's, which are there whatever happens. */
const belongings: Readonly<Record<string, string>> = {
  'h.npy': 'no array',
  'mine.js': 'export const estimate = ({ row }) => row[0];\n',
  'notes.txt': 'to do\n',
  'data.csv': 'a,b\n1,2\n',
  'data.json': '{"mine": true}\n',
  'page.html': '<p>mine</p>\n',
  'broken.yaml': 'id: [\n',
};

const words = [
  '',
  ' ',
  '-',
  '--',
  '.',
  '..',
  '/',
  '\x1b[31m',
  '__proto__',
  'constructor',
  '$(id)',
  '%s',
  'nix',
  '💥',
  'x'.repeat(5000),
];
const paths = [
  ...Object.keys(belongings),
  'folder',
  'circle',
  'o.csv',
  'o.npy',
  'out',
  '/dev/null/x',
  '/proc/x.csv',
  'folder/',
  'a\0b',
];
const numbers = [
  '0',
  '1',
  '2',
  '5',
  '40',
  '-1',
  '1.5',
  '1e15',
  '1e-300',
  '1e400',
  'NaN',
  'Infinity',
  '0x10',
  '',
  'x',
  '99999999999999999999',
];
const solvers = [
  'first',
  'average',
  'all',
  'avrage',
  'average:rate=0.2',
  'average:rate=9',
  'average:x=1',
  'broken:how=throw',
  './mine.js',
  './nix.js',
  'learned:steps=3',
  'learned',
  'exec:false',
  'net.onnx',
  'first,first',
  'a:b:c',
  ':',
  '[',
  'first:{',
];
const axes = [
  'N=2',
  'N=2,4',
  'N=0',
  'N=1:1:4',
  'N=4:-1:1',
  'N=1:0:4',
  'N=1:1e-9:2',
  'mu=1',
  'mu=99',
  'shift=',
  'x=1',
  'N',
  '=',
  'N=2=3',
  'N=1e9',
  'snr=10',
];

/** Values that an option is given; those of others are numbers. */
const values: Readonly<Record<string, readonly string[]>> = {
  '--set': axes,
  '--solvers': solvers,
  '--label': ['first=one', 'first', '=', 'average=<script>'],
  '--metric': ['error', 'nmse', 'error,nmse', 'x', ''],
  '--profile': ['smoke', 'quick', 'smok', 'paper'],
  '--python': ['python3', '/nix'],
  '--device': ['cpu', 'gpu'],
  '--shard': ['1/2', '2/2', '3/2', '0/1', '1', '1/0', '1/99999999'],
  '--normalize': ['trial', 'all', 'x'],
  '--format': ['svg', 'html', 'svg,png', 'pdf', ''],
  ...Object.fromEntries(['--out', '--per-trial', '--channels', '--against'].map((flag) => [flag, paths])),
};

const flags = [
  ...Object.keys(values),
  ...[
    '--trials',
    '--ci-width',
    '--trial',
    '--timeout',
    '--jobs',
    '--seed',
    '--shards',
    '--array',
    '--beyond',
    '--noise-power',
    '--tolerance',
  ],
];
const switches = [
  '--fast-math',
  '--fresh',
  '--retrain',
  '--md',
  '--check',
  '--json',
  '--quiet',
  '--print',
  '--help',
  '--overwrite',
  '--nix',
  '-q',
];

const option = fc
  .constantFrom(...flags)
  .chain((flag) => fc.constantFrom(...(values[flag] ?? numbers), ...words).map((value) => [flag, value]));
const options = fc
  .array(
    fc.oneof(
      { weight: 4, arbitrary: option },
      { weight: 1, arbitrary: fc.constantFrom(...switches).map((flag) => [flag]) },
    ),
    { maxLength: 5 },
  )
  .map((all) => all.flat());

const toys = [
  'toy/fig1',
  'toy',
  'toy/fig',
  'experiments/toy/fig1.yaml',
  './experiments/toy',
  'broken.yaml',
  'folder',
  'circle',
  'h.npy',
];
const patterns = (of: readonly string[]) => fc.array(fc.constantFrom(...of, ...words), { maxLength: 3 });

/** What computes is kept to the toy problem, or to a dry run. */
function lines(toy: string): fc.Arbitrary<string[]> {
  const small = ['--trials', '30'];
  const line = (command: readonly string[], of: readonly string[], last: readonly string[] = []) =>
    fc.tuple(patterns(of), options).map(([given, asked]) => [...command, ...given, ...asked, ...last]);
  return fc.oneof(
    line(['run'], toys, small),
    line([], toys, small),
    line(['sweep'], [toy], small),
    line(['sweep', 'beamforming'], [], ['--dry-run']),
    line(['run'], ['mif-wmmse/fig3', 'lagd/fig2'], ['--dry-run']),
    line(['train'], toys),
    line(['draw'], [toy, 'beamforming'], ['--trials', '3']),
    line(['plot'], toys),
    line(['merge'], toys, small),
    line(['status'], toys, small),
    line(['submit'], toys, ['--print']),
    line(['check'], toys),
    line(['claims'], ['toy', 'mif-wmmse']),
    line(['report', 'toy/fig1'], ['toy/fig1'], ['--out', 'report.html']),
    line(['list'], [...toys, 'mif-wmmse']),
    line(['info'], [...toys, 'beamforming', 'wmmse', toy]),
    line(['new'], ['solver', 'paper', './mine.js', './nix.py', 'made']),
    line(['completion'], ['bash', 'zsh', 'words']),
    fc.array(fc.constantFrom(...words, ...switches, 'help', 'nix'), { maxLength: 4 }),
  );
}

/** Command lines of words that fit and words that do not: each ends with an exit code that says what it was, and a line where that is not 0. */
export async function randomCommandLines(trials: number): Promise<void> {
  const workspace = new Workspace();
  const runner = new Runner(workspace);
  try {
    restore(workspace);
    mkdirSync(workspace.path('folder'));
    symlinkSync('circle', workspace.path('circle'));
    await attack('random command lines', trials, lines(workspace.toy), async (args) => {
      const { code, stderr } = await runner.run(args);
      expectNoBug(stderr);
      if (![0, 1, 2, 3, 4].includes(code)) throw new Error(`exit code ${code}`);
      if (code === 2 && !/^(reproduce: |\(Did you)/m.test(stderr))
        throw new Error(`refused without a line:\n${stderr}`);
      if (args.includes('--overwrite')) restore(workspace);
      for (const [name, text] of Object.entries(belongings)) {
        if (workspace.read(name) !== text) throw new Error(`${name} of the user was overwritten`);
      }
    });
  } finally {
    runner.end();
    workspace.remove();
  }
}

function restore(workspace: Workspace): void {
  for (const [name, text] of Object.entries(belongings)) workspace.write(name, text);
}

/** Runs command lines in one process, which is started again after it has ended. */
export class Runner {
  readonly #workspace: Workspace;
  #child: ChildProcess | undefined;
  #answers: Interface | undefined;

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
  }

  run(args: readonly string[]): Promise<{ code: number; stderr: string }> {
    this.#child ??= this.#start();
    const child = this.#child;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => fail(`no end within ${patience / 1000} s`), patience);
      const fail = (what: string) => {
        clearTimeout(timer);
        this.end();
        reject(new Error(what));
      };
      const ended = (code: number | null, signal: string | null) => fail(`the process ended (${code ?? signal})`);
      child.once('exit', ended);
      this.#answers!.once('line', (line) => {
        clearTimeout(timer);
        child.off('exit', ended);
        resolve(JSON.parse(line) as { code: number; stderr: string });
      });
      child.stdin!.write(`${JSON.stringify(args)}\n`);
    });
  }

  end(): void {
    this.#child?.kill('SIGKILL');
    this.#child = undefined;
  }

  #start(): ChildProcess {
    const child = spawn(process.execPath, [new URL('./one-process.js', import.meta.url).pathname], {
      cwd: this.#workspace.folder,
      stdio: ['pipe', 'inherit', 'inherit', 'pipe'],
    });
    this.#answers = createInterface({ input: child.stdio[3] as Readable });
    return child;
  }
}

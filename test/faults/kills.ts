import { existsSync, rmSync } from 'node:fs';
import fc from 'fast-check';
import { storedBlocks } from '../study/store/stored-blocks.ts';
import { finished, Workspace } from '../toy/workspace.ts';
import { attack, expectNoBug } from './attacks.ts';

const smoke = ['toy/fig1', '--profile', 'smoke', '--quiet', '--jobs', '2'];
const csv = 'results/toy/fig1.smoke.csv';

const kills = fc.record({
  /** Share of the time of a run from nothing to its results. */
  after: fc.double({ min: 0.1, max: 1.2, noNaN: true }),
  signal: fc.constantFrom('SIGKILL', 'SIGKILL', 'SIGKILL', 'SIGTERM', 'SIGINT') as fc.Arbitrary<NodeJS.Signals>,
  /** What runs: all of it, everything anew, shards side by side of which one is killed, a merge, a figure. */
  what: fc.constantFrom('run', 'run', 'fresh', 'shards', 'merge', 'plot'),
});

/**
 * Kills processes on one folder, one after another, until the results are there; then begins anew. No stored block is ever lost, no results are
 * there but whole ones, and their bytes are those of a run that nobody killed. Every trial strikes: what had ended before is run again.
 */
export async function killAgainAndAgain(trials: number): Promise<void> {
  const workspace = new Workspace();
  try {
    withNetworks(workspace);
    const begun = Date.now();
    await succeeds(workspace, ...smoke, '--out', 'whole');
    const folder = new Folder(workspace, workspace.read(`whole/${csv}`), Date.now() - begun);
    await attack('kills of runs, shards, merges, figures', trials, kills, async ({ after, signal, what }) => {
      for (let share = after; !(await folder.strike(what as What, share, signal)); share *= 0.7);
    });
    await folder.complete();
  } finally {
    workspace.remove();
  }
}

class Folder {
  readonly #workspace: Workspace;
  readonly #whole: string;
  /** Milliseconds that each command is thought to take: what it took last, more after each time that it did not end. */
  readonly #estimates = new Map<What, number>();
  /** Milliseconds of a whole run. */
  readonly #duration: number;

  /** @param whole the CSV of a run that nobody killed */
  constructor(workspace: Workspace, whole: string, duration: number) {
    this.#workspace = workspace;
    this.#whole = whole;
    this.#duration = duration;
  }

  /** Starts a command and kills it after a share of the time that it takes; false where it had ended before. */
  async strike(what: What, share: number, signal: NodeJS.Signals): Promise<boolean> {
    const before = blocksIn(this.#workspace);
    const begun = Date.now();
    const children = commands[what].map((args) => this.#workspace.start([...args, '--out', 'out']));
    let isStruck = false;
    const estimate = this.#estimates.get(what) ?? this.#duration;
    const timer = setTimeout(() => (isStruck = children[0].kill(signal)), share * estimate);
    const ended = await Promise.all(children.map(finished));
    clearTimeout(timer);
    this.#estimates.set(what, isStruck ? 1.15 * estimate : Date.now() - begun);
    for (const { stderr } of ended) expectNoBug(stderr);
    if (what !== 'fresh' && blocksIn(this.#workspace) < before) throw new Error('stored blocks were lost');
    this.#requireWhole();
    if (ended[0].code === 0 && what === 'run') rmSync(this.#workspace.path('out'), { recursive: true });
    return isStruck;
  }

  /** Lets a run end. */
  async complete(): Promise<void> {
    await succeeds(this.#workspace, ...smoke, '--out', 'out');
    this.#requireWhole();
  }

  #requireWhole(): void {
    if (existsSync(this.#workspace.path(`out/${csv}`)) && this.#workspace.read(`out/${csv}`) !== this.#whole)
      throw new Error('the results differ from those of one whole run');
  }
}

const plain = ['toy/fig1', '--profile', 'smoke'];
const commands = {
  run: [smoke],
  fresh: [[...smoke, '--fresh']],
  shards: [1, 2, 3].map((i) => [...smoke, '--shard', `${i}/3`]),
  merge: [['merge', ...plain, '--quiet']],
  plot: [['plot', ...plain]],
};

type What = keyof typeof commands;

function blocksIn(workspace: Workspace): number {
  return storedBlocks(workspace.path('out/.reproduce/blocks'));
}

function withNetworks(workspace: Workspace): void {
  const file = 'experiments/toy/fig1.yaml';
  const solvers = [
    '  - { solver: learned, each: { iterations: [1, 2] }, parameters: { milliseconds: 5 } }',
    '  - { solver: slow, parameters: { milliseconds: 20 } }',
    '  - solver: average\n',
  ];
  const text = workspace.read(file).replace('  - solver: average\n', solvers.join('\n'));
  workspace.write(file, text.replace('trials: 250', 'trials: 800'));
}

async function succeeds(workspace: Workspace, ...args: string[]): Promise<void> {
  const { code, stderr } = await workspace.run(...args);
  if (code !== 0) throw new Error(`exit code ${code}: ${stderr}`);
}

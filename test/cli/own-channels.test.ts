import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NpyWriter } from '../../src/arrays/npy-writer.ts';
import { Workspace } from '../toy/workspace.ts';

let workspace: Workspace;
beforeAll(() => {
  workspace = new Workspace();
});
afterAll(() => workspace.remove());

/** Writes channels [n, K, N, M] with real entries. */
function channels(name: string, shape: readonly number[], entries: readonly number[]): void {
  const values = Float64Array.from(entries.flatMap((entry) => [entry, 0]));
  const array = { shape, complex: true, values };
  const writer = new NpyWriter(workspace.path(name), shape[0], array);
  writer.append(array);
  writer.finish();
}

interface Row {
  readonly solver: string;
  readonly metric: string;
  readonly mean: number;
  readonly n: number;
}

/** A sweep over channels at 10 dB: what it says, and its rows. */
async function sweep(file: string, ...options: string[]) {
  const fixed = ['sweep', 'beamforming', '--channels', file, '--set', 'd=1', 'snr=10', '--json', '--overwrite'];
  const { code, stdout, stderr } = await workspace.run(...fixed, '--out', 'o.csv', ...options);
  const rows: Row[] = stdout === '' ? [] : JSON.parse(stdout).rows;
  return { code, stderr, rows, mean: (solver: string) => rows.find((row) => row.solver === solver)?.mean };
}

/** Rate of a user with |h|^2 / sigma^2 = gain and all of the power. */
const rate = (gain: number) => Math.log2(1 + 10 * gain);

describe('channels with path loss', () => {
  it('are named where they look left in other units, and have the SNR that --noise-power gives them', async () => {
    channels('tiny.npy', [1, 1, 1, 2], [2e-6, 0]);
    const plain = await sweep('tiny.npy', '--solvers', 'mrt');
    expect(plain.stderr).toContain("tiny.npy: the channels' entries have a mean power of -117.0 dB");
    expect(plain.mean('mrt')).toBeCloseTo(rate(4e-12), 12);
    const scaled = await sweep('tiny.npy', '--solvers', 'mrt', '--noise-power', '1e-12');
    expect(scaled.stderr).not.toContain('mean power');
    expect(scaled.mean('mrt')).toBeCloseTo(rate(4), 12);
  });

  it('are brought to a mean entry power of 1, each trial by itself or all together', async () => {
    // Powers 1 and 4 of two trials with two entries each: 2 and 2 by themselves, 0.8 and 3.2 together.
    channels('two.npy', [2, 1, 1, 2], [1e-3, 0, 0, 2e-3]);
    const each = await sweep('two.npy', '--solvers', 'mrt', '--normalize', 'trial');
    expect(each.mean('mrt')).toBeCloseTo(rate(2), 12);
    const all = await sweep('two.npy', '--solvers', 'mrt', '--normalize', 'all');
    expect(all.mean('mrt')).toBeCloseTo((rate(0.8) + rate(3.2)) / 2, 12);
    expect(all.stderr).not.toContain('mean power');
  });

  it('are scaled in one way only, and only where there are channels', async () => {
    const both = await sweep('two.npy', '--normalize', 'all', '--noise-power', '2');
    expect([both.code, both.stderr]).toEqual([2, expect.stringContaining('--normalize')]);
    const none = await workspace.run('sweep', 'beamforming', '--normalize', 'all');
    expect([none.code, none.stderr]).toEqual([2, expect.stringContaining('only with --channels')]);
  });
});

describe('a user without a channel', () => {
  it('gets a zero beam from MRT, RZF and WMMSE; zero-forcing loses that trial alone and names it', async () => {
    // Two users at right angles in trials 0 and 2; in trial 1 the second has none.
    channels('blocked.npy', [3, 2, 1, 2], [1, 0, 0, 1, 1, 0, 0, 0, 1, 0, 0, 1]);
    const names = ['mrt', 'regularized-zero-forcing', 'wmmse', 'zero-forcing', 'block-diagonalization'];
    const { code, stderr, rows, mean } = await sweep('blocked.npy', '--solvers', names.join(','));
    expect(code).toBe(0);
    // Half of the power to each user: log2 6. In trial 1 WMMSE and water-filling give all of it to the first.
    const [half, whole] = [Math.log2(6), Math.log2(11)];
    expect(mean('mrt')).toBeCloseTo((4 * half + half) / 3, 10);
    expect(mean('regularized-zero-forcing')).toBeCloseTo((4 * half + half) / 3, 10);
    expect(mean('block-diagonalization')).toBeCloseTo((4 * half + whole) / 3, 10);
    expect(mean('wmmse')).toBeCloseTo((4 * half + whole) / 3, 3);
    expect(mean('zero-forcing')).toBeCloseTo(2 * half, 10);
    const own = rows.filter(({ solver }) => solver === 'zero-forcing');
    expect(own.find(({ metric }) => metric === 'wsr')!.n).toBe(2);
    expect(workspace.read('o.csv')).toMatch(/zero-forcing,unsolved,.*,0\.333/);
    expect(stderr).toContain('zero-forcing');
    expect(stderr).toMatch(/singular in trial 1/);
  });
});

describe('a file of channels', () => {
  it('ends a run that is to go on until its interval is narrow', async () => {
    channels('three.npy', [3, 1, 1, 1], [1, 2, 4]);
    const { code, rows } = await sweep('three.npy', '--solvers', 'mrt', '--ci-width', '0.001');
    expect(code).toBe(0);
    expect(rows.find(({ metric }) => metric === 'wsr')).toMatchObject({ n: 3 });
  });

  it('is refused where more trials are asked for', async () => {
    const { code, stderr } = await sweep('three.npy', '--solvers', 'mrt', '--trials', '4');
    expect([code, stderr]).toEqual([
      2,
      expect.stringContaining('accepted: at most 3, the trials that three.npy holds'),
    ]);
  });

  it('goes with axes that it fixes where they say the same, and with none of how channels are drawn', async () => {
    expect((await sweep('three.npy', '--solvers', 'mrt', '--set', 'K=1')).code).toBe(0);
    const other = await sweep('three.npy', '--solvers', 'mrt', '--set', 'K=2');
    expect([other.code, other.stderr]).toEqual([2, expect.stringContaining('--set K: three.npy fixes this axis')]);
    const drawn = await sweep('three.npy', '--solvers', 'mrt', '--set', 'pathLoss=3');
    expect([drawn.code, drawn.stderr]).toEqual([2, expect.stringContaining('--set pathLoss: three.npy')]);
  });
});

describe('--label', () => {
  it('names a solver in tables and figures, not in the CSV', async () => {
    const options = ['sweep', workspace.toy, '--set', 'mu=1', '--solvers', 'average,first', '-n', '20', '--overwrite'];
    const { stdout, code } = await workspace.run(...options, '--label', 'average=Mean of all', '--out', 'l.csv');
    expect([code, stdout]).toEqual([0, expect.stringContaining('Mean of all')]);
    expect(workspace.read('l.svg')).toContain('Mean of all');
    expect(workspace.read('l.csv')).toMatch(/,average,/);
  });

  it('does so in experiments too, and suggests a name where there is none of that', async () => {
    const { code } = await workspace.run('run', 'toy/fig1', '--profile', 'smoke', '--label', 'average=Mean of all');
    expect(code).toBe(0);
    const [figure] = workspace.files('figures').filter((name) => name.endsWith('.svg'));
    expect(workspace.read(figure.slice(workspace.folder.length))).toContain('Mean of all');
    const wrong = await workspace.run('run', 'toy/fig1', '--label', 'avarage=Mean');
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).toMatch(/--label avarage: unknown solver "avarage".*average/);
  });
});

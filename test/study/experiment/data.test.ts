import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { Threads } from '../../../src/executors/threads.ts';
import { streamsFor } from '../../../src/random/streams.ts';
import { openSweep } from '../../../src/study/experiment/sweep.ts';
import { runStudy } from '../../../src/study/run/runner.ts';
import { openStudy, type Study } from '../../../src/study/study.ts';
import { provideWeights } from '../../../src/study/training/provide.ts';

const sizes = { K: 2, N: 1, M: 3 };

/** A .npy file with channels [trials, K, N, M]. */
function npy(values: Float64Array, trials: number): Buffer {
  const text = `{'descr': '<c16', 'fortran_order': False, 'shape': (${trials}, ${sizes.K}, ${sizes.N}, ${sizes.M})}`;
  const header = text.padEnd(117).concat('\n');
  const start = Buffer.from([0x93, ...Buffer.from('NUMPY'), 1, 0, header.length, 0]);
  return Buffer.concat([start, Buffer.from(header), Buffer.from(values.buffer, values.byteOffset, values.byteLength)]);
}

const trials = 40;
const perTrial = 2 * sizes.K * sizes.N * sizes.M;
const channels = new Float64Array(trials * perTrial);
streamsFor({ seed: 9, experiment: 'test', scenario: 'file' }).of('channel', 0).complexNormal(channels);

const folder = mkdtempSync(join(tmpdir(), 'data-'));
const executor = new Threads(1);
afterAll(async () => {
  await executor.end();
  rmSync(folder, { recursive: true });
});

const network = '  - { solver: unfolded-mif-wmmse, parameters: { Ju: 1, Jw: 1, Jv: 1, L: 2, steps: 20, batch: 8 } }\n';

interface Written {
  readonly data?: string;
  readonly solvers?: string;
  readonly M?: number;
  readonly smoke?: string;
}

function open({ data = '', solvers = network, M = 3, smoke = 'trials: 10' }: Written): Promise<Study> {
  const text = `id: own/fig1
title: A data set
paper: own
place: Fig. 1
problem: beamforming
scenarios:
  - { M: ${M}, K: 2, N: 1, d: 1 }
${data}solvers:
  - { solver: mrt }
${solvers}metrics: [wsr]
profiles:
  smoke: { ${smoke} }
  quick: { trials: 20 }
  paper: { trials: 20 }
figure:
  encoding: { x: { field: iteration } }
`;
  const file = join(folder, 'own/fig1.yaml');
  writeFileSync(file, text);
  return openStudy({ file, target: file }, { profile: 'smoke' }, folder);
}

beforeEach(() => {
  mkdirSync(join(folder, 'own'), { recursive: true });
  writeFileSync(join(folder, 'own/paper.yaml'), 'id: own\ntitle: Own\nauthors: A. Nobody\nvenue: here\n');
  writeFileSync(join(folder, 'own/channels.npy'), npy(channels, trials));
});

const fromFile = 'data: { file: channels.npy, training: 20, validation: 4 }\n';

async function run(study: Study) {
  const { paths: weights } = await provideWeights(study.networks, {
    ...{ trees: [folder], paper: 'own', executor, retrain: false },
  });
  const done = { ...study, weights };
  return runStudy(done, { fresh: false, merge: true, executor, onDamaged: () => {}, onProgress: () => {} });
}

describe('a data set in a file', () => {
  it('trains networks on its first samples and measures on those behind the validation part', async () => {
    const study = await open({ data: fromFile });
    expect(study.networks).toHaveLength(1);
    expect(study.networks[0].plan).toMatchObject({ trainingSamples: 20, validationSamples: 4 });
    const { rows } = await run(study);
    const test = channels.slice(24 * perTrial, 34 * perTrial);
    writeFileSync(join(folder, 'test.npy'), npy(test, 10));
    const request = { problem: 'beamforming', channels: join(folder, 'test.npy'), set: { d: 1 } };
    const alone = await run(
      await openSweep({ ...request, solvers: [{ text: 'mrt', name: 'mrt', parameters: {} }] }, folder),
    );
    const mean = (all: typeof rows) => all.find(({ solver }) => solver === 'mrt')?.mean;
    expect(mean(rows)).toBeGreaterThan(0);
    expect(mean(rows)).toBe(mean(alone.rows));
    expect(rows.filter(({ solver }) => solver.startsWith('unfolded')).map(({ n }) => n)).toEqual([10, 10]);
  });

  it('renews weights and blocks with its contents, and with the parts', async () => {
    const keys = async (data: string) => (await open({ data })).networks.map(({ key }) => key)[0];
    const first = await keys(fromFile);
    expect(await keys(fromFile)).toBe(first);
    expect(await keys('data: { file: channels.npy, training: 20 }\n')).not.toBe(first);
    expect(await keys('data: { training: 20, validation: 4 }\n')).not.toBe(first);
    expect(await keys('')).not.toBe(first);
    const changed = channels.slice();
    changed[0] += 1;
    writeFileSync(join(folder, 'own/channels.npy'), npy(changed, trials));
    expect(await keys(fromFile)).not.toBe(first);
  });

  it('ends the trials of a run that goes on for narrow intervals', async () => {
    const { plan } = await open({ data: fromFile, smoke: 'trials: 10, ciWidth: 1e-9' });
    expect([plan.firstTrial, plan.profile.maxTrials]).toEqual([24, 16]);
  });

  it.each([
    [
      { smoke: 'trials: 17' },
      /fig1\.yaml:8:\d+: the file holds 40 samples; 20 of training, 4 of validation and 17 trials/,
    ],
    [{ M: 4 }, /channels\.npy holds samples of M = 3, a scenario has M = 4/],
    [{ data: 'data: { file: none.npy, training: 1 }\n' }, /none\.npy does not exist/],
    [{ data: 'data: { file: channels.npy, training: 0 }\n' }, /fig1\.yaml:8:\d+: .*training/],
  ] satisfies [Written, RegExp][])('is refused with %j', async (written, message) => {
    await expect(open({ data: fromFile, ...written })).rejects.toThrow(message);
  });
});

it('a data set that is drawn has training samples by counter, and trials of its own as any experiment', async () => {
  const drawn = await open({ data: 'data: { training: 20 }\n' });
  expect(drawn.networks[0].plan).toMatchObject({ data: 'drawn', trainingSamples: 20, validationSamples: 0 });
  const mrt = async (study: Study) => (await run(study)).rows.find(({ solver }) => solver === 'mrt');
  expect(await mrt(drawn)).toEqual(await mrt(await open({})));
});

it('a solver that draws its own training samples is refused by name', async () => {
  const file = join(folder, 'own/fig2.yaml');
  writeFileSync(
    file,
    `id: own/fig2
title: A data set
paper: own
place: Fig. 2
problem: massive-access
scenarios:
  - { L: 8, N: 16, M: 2 }
data: { training: 20 }
solvers:
  - { solver: alista-gs }
metrics: [nmse]
profiles: { smoke: { trials: 4 }, quick: { trials: 4 }, paper: { trials: 4 } }
figure:
  encoding: { x: { field: iteration } }
`,
  );
  await expect(openStudy({ file, target: file }, { profile: 'smoke' }, folder)).rejects.toThrow(
    'solver "alista-gs" draws its own training samples',
  );
});

import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Training } from '../../../src/contracts/training.ts';
import { Threads } from '../../../src/executors/threads.ts';
import { openSource } from '../../../src/study/experiment/open-source.ts';
import { Lock } from '../../../src/study/run/lock.ts';
import { type ProvideOptions, provideWeights, type WorseTraining } from '../../../src/study/training/provide.ts';
import { type TrainingJob, trainingJob } from '../../../src/study/training/train.ts';
import { readWeights } from '../../../src/study/training/weights-file.ts';

let tree: string;
let jobs: TrainingJob[];

beforeEach(async () => {
  tree = mkdtempSync(join(tmpdir(), 'weights-'));
  const { problem, source } = await openSource(fileURLToPath(new URL('./regression.js', import.meta.url)), '.');
  const training = (await problem.solvers.regression()).training as Training;
  jobs = [40, 20, 30].map((steps) => trainingJob(source, 'regression', training, { steps, batch: 12, parts: 3 }));
});

afterEach(() => rmSync(tree, { recursive: true, force: true }));

const [one, two] = [new Threads(1), new Threads(2)];
afterAll(() => Promise.all([one.end(), two.end()]));

const provide = (options: Partial<ProvideOptions> = {}) =>
  provideWeights(jobs, { trees: [tree], paper: 'paper', executor: two, retrain: false, ...options });

describe('providing weights', () => {
  it('trains what is missing, once, and reports every step of all networks', async () => {
    const reports: number[] = [];
    const first = await provide({
      onProgress: ({ steps, stepsDone, networks }) => {
        expect({ steps, networks }).toEqual({ steps: 90, networks: 3 });
        reports.push(stepsDone);
      },
    });
    expect(first).toMatchObject({ trained: 3, stopped: false });
    expect(reports.at(-1)).toBe(90);
    expect([...first.paths.keys()].sort()).toEqual(jobs.map(({ key }) => key).sort());
    expect(await provide()).toEqual({ ...first, trained: 0 });
  });

  it('retrains to the same bytes when asked to', async () => {
    const { paths } = await provide();
    const contents = () => [...paths.values()].sort().map((path) => readFileSync(path));
    const before = contents();
    expect(await provide({ retrain: true, executor: one })).toMatchObject({ trained: 3 });
    expect(contents()).toEqual(before);
  });

  it('refuses a damaged file instead of using or silently replacing it', async () => {
    const { paths } = await provide();
    const [path] = paths.values();
    const bytes = readFileSync(path);
    bytes[bytes.length - 1] ^= 1;
    writeFileSync(path, bytes);
    await expect(provide()).rejects.toThrow(`${path} is damaged`);
  });

  it('says of a training whose loss grew that it diverged', async () => {
    const worse: WorseTraining[] = [];
    const onWorse = (told: WorseTraining) => worse.push(told);
    await provide({ onWorse });
    expect(worse).toEqual([]);
    const [{ problem, solver, training }] = jobs;
    const plan = { steps: 40, batch: 12, parts: 3, upwards: true };
    const { paths } = await provideWeights([trainingJob(problem, solver, training, plan)], {
      ...{ trees: [tree], paper: 'paper', executor: one, retrain: false, onWorse },
    });
    expect(worse).toHaveLength(1);
    expect([worse[0].path]).toEqual([...paths.values()]);
    expect(worse[0].last).toBeGreaterThan(2 * worse[0].first);
  });

  it('trains the network that another begins from first, and only where that other is missing', async () => {
    const [{ problem, solver, training }] = jobs;
    const after = trainingJob(problem, solver, training, { steps: 20, batch: 12, parts: 3, after: 30 });
    const options = { trees: [tree], paper: 'paper', executor: two, retrain: false };
    const first = await provideWeights([after], options);
    expect(first.trained).toBe(2);
    const weights = (job: TrainingJob) => readWeights(first.paths.get(job.key)!, job.key).weights.w.values;
    const error = (job: TrainingJob) => Math.hypot(...Array.from(weights(job), (w, i) => w - i - 1));
    expect(after.start!.key).toBe(trainingJob(problem, solver, training, { steps: 30, batch: 12, parts: 3 }).key);
    expect(error(after)).toBeLessThan(error(after.start!));
    rmSync(first.paths.get(after.start!.key)!);
    expect(await provideWeights([after], options)).toMatchObject({ trained: 0 });
  });

  it('leaves a network whose start another process is training', async () => {
    const [{ problem, solver, training }] = jobs;
    const after = trainingJob(problem, solver, training, { steps: 20, batch: 12, parts: 3, after: 30 });
    const lock = Lock.tryTake(lockOf(after.start!)) as Lock;
    const { trained, elsewhere } = await provideWeights([after], {
      ...{ trees: [tree], paper: 'paper', executor: one, retrain: false },
    });
    lock.release();
    expect(trained).toBe(0);
    expect(elsewhere.map(({ job }) => job.key).sort()).toEqual([after.key, after.start!.key].sort());
  });

  it('says that it was stopped', async () => {
    const abort = new AbortController();
    abort.abort();
    expect(await provide({ signal: abort.signal })).toMatchObject({ trained: 0, stopped: true });
  });

  const isLock = (name: string) => name.endsWith('.lock');
  const lockOf = ({ key }: TrainingJob) => join(tree, '.reproduce', 'training', `${key}.lock`);

  it('leaves to another process what that is training, and gives back what it has trained', async () => {
    const lock = Lock.tryTake(lockOf(jobs[1])) as Lock;
    const first = await provide();
    expect(first).toMatchObject({ trained: 2, elsewhere: [{ job: jobs[1], owner: { pid: process.pid } }] });
    expect([...first.paths.keys()].sort()).toEqual([jobs[0].key, jobs[2].key].sort());
    lock.release();
    expect(await provide()).toMatchObject({ trained: 1, elsewhere: [] });
    for (const job of jobs) expect(existsSync(lockOf(job))).toBe(false);
  });

  it('uses what another process has trained between looking and beginning', async () => {
    const { paths } = await provide();
    const path = paths.get(jobs[2].key)!;
    const bytes = readFileSync(path);
    rmSync(path);
    // Appears while the first network, which takes longer, is being trained.
    const onProgress = () => writeFileSync(path, bytes);
    rmSync(paths.get(jobs[0].key)!);
    expect(await provide({ executor: one, onProgress })).toMatchObject({ trained: 1, elsewhere: [] });
  });

  it('gives up a network that was taken over, without touching its checkpoint or weights', async () => {
    const taker = { pid: process.ppid, host: 'elsewhere', machine: '', start: '', since: '' };
    const [{ problem, solver, training }] = jobs;
    // Slow enough that the first message comes before the last step.
    const job = trainingJob(problem, solver, training, { steps: 40, batch: 12, parts: 3, milliseconds: 4 });
    const onProgress = () => writeFileSync(lockOf(job), JSON.stringify(taker));
    const { elsewhere, trained } = await provideWeights([job], {
      ...{ trees: [tree], paper: 'paper', executor: one, retrain: false, onProgress },
    });
    expect({ elsewhere, trained }).toEqual({ elsewhere: [{ job, owner: taker }], trained: 0 });
    expect(readdirSync(join(tree, '.reproduce', 'training'))).toEqual([`${job.key}.lock`]);
    expect(existsSync(join(tree, 'results'))).toBe(false);
  });

  it('begins at another network in every shard', async () => {
    const begun: string[][] = [];
    for (const index of [1, 2, 3]) {
      rmSync(join(tree, 'results'), { recursive: true, force: true });
      const abort = new AbortController();
      const onProgress = () => {
        if (!abort.signal.aborted) begun.push(readdirSync(join(tree, '.reproduce', 'training')).filter(isLock));
        abort.abort();
      };
      await provide({ executor: two, shard: { index, count: 3 }, onProgress, signal: abort.signal });
    }
    expect(begun).toEqual([jobs[0], jobs[2], jobs[1]].map(({ key }) => [`${key}.lock`]));
  });
});

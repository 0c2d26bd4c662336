import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { loadArrays, saveArrays } from '../../../src/arrays/keyed-arrays.ts';
import type { Training } from '../../../src/contracts/training.ts';
import { Threads } from '../../../src/executors/threads.ts';
import { drawsVersion } from '../../../src/random/streams.ts';
import { openSource } from '../../../src/study/experiment/open-source.ts';
import type { ProblemSource } from '../../../src/study/experiment/problem-source.ts';
import { Lock } from '../../../src/study/run/lock.ts';
import { control } from '../../../src/study/training/shared.ts';
import {
  stepsDone,
  type TrainingJob,
  type TrainingOptions,
  train,
  trainingJob,
} from '../../../src/study/training/train.ts';
import {
  findWeights,
  readTraining,
  readWeights,
  weightsFileName,
  writeWeights,
} from '../../../src/study/training/weights-file.ts';

let source: ProblemSource;
let training: Training;
let folder: string;

beforeAll(async () => {
  const opened = await openSource(fileURLToPath(new URL('./regression.js', import.meta.url)), '.');
  source = opened.source;
  training = (await opened.problem.solvers.regression()).training as Training;
  folder = mkdtempSync(join(tmpdir(), 'training-'));
});

const executor = new Threads(3);
const held = Lock.tryTake(join(mkdtempSync(join(tmpdir(), 'lock-')), 'lock')) as Lock;
const common = { runThread: executor.train, lock: held.ticket };

afterAll(async () => {
  await executor.end();
  held.release();
  rmSync(folder, { recursive: true, force: true });
});

const job = (plan: object): TrainingJob =>
  trainingJob(source, 'regression', training, { steps: 400, batch: 12, parts: 3, ...plan });

async function trained(plan: object, options: Partial<TrainingOptions>) {
  const result = await train(job(plan), { threads: 1, ...common, checkpoint: join(folder, 'none'), ...options });
  return result === null ? null : [...result.weights.w.values];
}

describe('training in threads', () => {
  it('finds the weights of a problem whose answer is known', async () => {
    const w = await trained({}, {});
    for (let i = 0; i < 5; i++) expect(w?.[i]).toBeCloseTo(i + 1, 1);
  });

  it('gives the same weights, bit by bit, for one, two and three threads', async () => {
    const one = await trained({}, { threads: 1 });
    expect(await trained({}, { threads: 2 })).toEqual(one);
    expect(await trained({}, { threads: 3 })).toEqual(one);
  });

  it('is not led astray by threads that wake up without a step to do', async () => {
    const one = await trained({}, { threads: 1 });
    let words: Int32Array | undefined;
    const Shared = SharedArrayBuffer;
    vi.stubGlobal(
      'SharedArrayBuffer',
      class extends Shared {
        constructor(length: number) {
          super(length);
          words = new Int32Array(this, 0, control.length);
        }
      },
    );
    const notifying = setInterval(() => {
      for (let i = 0; i < 1000; i++) Atomics.notify(words!, control.generation);
    });
    try {
      expect(await trained({}, { threads: 3 })).toEqual(one);
    } finally {
      clearInterval(notifying);
      vi.unstubAllGlobals();
    }
  });

  it('uses no more threads than there are parts', async () => {
    expect(await trained({}, { threads: 8 })).toEqual(await trained({}, {}));
  });

  it('starts anew from a checkpoint that is damaged or of another plan', async () => {
    const checkpoint = join(folder, 'damaged');
    writeFileSync(checkpoint, '{"step":399}');
    expect(stepsDone(job({}), checkpoint)).toBe(0);
    expect(await trained({}, { checkpoint })).toEqual(await trained({}, {}));
  });
});

describe.each([
  ['summed in double precision', { parts: 3 }],
  ['summed in single precision', { parts: 3, precision: 'float32' }],
  ['resident', { kind: 'resident' }],
])('a training %s', (_, kind) => {
  const plan = { ...kind, milliseconds: 1 };
  let whole: number[] | null;

  beforeAll(async () => {
    whole = await trained(plan, {});
  });

  it('finds the weights of a problem whose answer is known', () => {
    for (let i = 0; i < 5; i++) expect(whole?.[i]).toBeCloseTo(i + 1, 1);
  });

  it('goes on from its checkpoint however often it is stopped, and ends with the same weights', async () => {
    const checkpoint = join(folder, `stopped ${JSON.stringify(kind)}`);
    const stops: number[] = [];
    for (;;) {
      const abort = new AbortController();
      const options = { checkpoint, threads: 1 + (stops.length % 2), signal: abort.signal };
      const result = await trained(plan, {
        ...options,
        onProgress: (step) => step > (stops.at(-1) ?? 0) + 50 && abort.abort(),
      });
      if (result !== null) {
        expect(result).toEqual(whole);
        break;
      }
      stops.push(stepsDone(job(plan), checkpoint));
    }
    expect(stops.length).toBeGreaterThan(0);
    expect(stops).toEqual(stops.toSorted((a, b) => a - b));
  });

  it('goes on from its last checkpoint when its threads are killed, and ends with the same weights', async () => {
    const checkpoint = join(folder, `killed ${JSON.stringify(kind)}`);
    const killed = new Threads(2);
    const running = trained(plan, {
      ...{ ...common, checkpoint, checkpointEvery: 20, threads: 2, runThread: killed.train },
      onProgress: (step) => step > 50 && void killed.end(),
    });
    await expect(running).rejects.toThrow();
    const done = stepsDone(job(plan), checkpoint);
    expect(done).toBeGreaterThan(0);
    expect(done).toBeLessThan(400);
    expect(await trained(plan, { checkpoint })).toEqual(whole);
  });

  it('names the step in which it diverges', async () => {
    await expect(trained({ ...kind, diverge: true }, {})).rejects.toThrow(/not finite in step 3/);
  });
});

describe('weights files', () => {
  const write = async (root: string) => {
    const result = await train(job({}), { threads: 1, ...common, checkpoint: join(folder, 'none') });
    const path = join(root, 'results', 'paper', 'weights', weightsFileName('regression', job({}).key));
    if (result) writeWeights(path, result);
    return { path, result };
  };

  it('are found by key and come back bit by bit', async () => {
    const root = mkdtempSync(join(folder, 'root-'));
    const { path, result } = await write(root);
    const { key } = job({});
    expect(findWeights([join(root, 'absent'), root], 'regression', key)).toBe(path);
    expect(findWeights([root], 'regression', job({ steps: 401 }).key)).toBeNull();
    const { weights, ...training } = readWeights(path, key);
    expect(weights).toEqual(result?.weights);
    expect(training).toMatchObject({ curve: result?.curve, plan: result?.plan, draws: drawsVersion });
    expect(readTraining(path, key)).toEqual(training);
  });

  it('say which version of the random numbers trained them, which their key does not depend on; those that do not are of the first', async () => {
    const { path } = await write(mkdtempSync(join(folder, 'root-')));
    const { key } = job({});
    const { arrays, notes } = loadArrays(path, key);
    const { draws, ...without } = notes;
    expect(draws).toBe(String(drawsVersion));
    saveArrays(path, { key, arrays, notes: without });
    expect(readTraining(path, key).draws).toBe(1);
  });

  it('take half the space where float32 loses nothing, half of that where bfloat16 does, and come back bit by bit in any case', async () => {
    const { key } = job({});
    const result = (await train(job({}), { threads: 1, ...common, checkpoint: join(folder, 'none') }))!;
    const path = join(folder, 'halved.safetensors');
    const size = (values: Float64Array) => {
      writeWeights(path, { ...result, weights: { w: { shape: [values.length], values } } });
      expect(Float64Array.from(readWeights(path, key).weights.w.values)).toEqual(values);
      return readFileSync(path).length;
    };
    const single = Float64Array.from({ length: 4000 }, (_, i) => Math.fround(Math.sin(i))).fill(-0, 0, 1);
    const whole = size(single.map((value) => value + 1e-12));
    const half = size(single);
    const quarter = size(single.map((value) => Math.round(value * 128)).fill(-0, 0, 1));
    // Headers differ by a few bytes.
    expect(Math.abs(whole - half - 16000)).toBeLessThan(32);
    expect(Math.abs(half - quarter - 8000)).toBeLessThan(32);
  });

  it('are refused where a byte has changed or the key is another', async () => {
    const { path } = await write(mkdtempSync(join(folder, 'root-')));
    expect(() => readWeights(path, job({ steps: 401 }).key)).toThrow(/trained for something else/);
    const bytes = readFileSync(path);
    bytes[bytes.length - 1] ^= 1;
    writeFileSync(path, bytes);
    expect(() => readWeights(path, job({}).key)).toThrow(/damaged: its checksum does not fit/);
    writeFileSync(path, bytes.subarray(0, 100));
    expect(() => readWeights(path, job({}).key)).toThrow(/damaged: no safetensors file, or cut short/);
  });

  it('have a curve whose points are mean losses of the steps between them', async () => {
    const { result } = await write(mkdtempSync(join(folder, 'root-')));
    expect(result?.curve).toHaveLength(200);
    expect(result?.curve[0].step).toBe(2);
    expect(result?.curve[0].loss).toBeGreaterThan(10 * (result?.curve.at(-1)?.loss ?? Number.POSITIVE_INFINITY));
  });
});

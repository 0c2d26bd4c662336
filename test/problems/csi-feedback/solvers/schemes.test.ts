import { beforeAll, describe, expect, test } from 'vitest';
import type { SummedTrainer, TrainingPlan, Weights } from '../../../../src/contracts/training.ts';
import { drawSamples } from '../../../../src/problems/csi-feedback/instance.ts';
import { csiFeedback } from '../../../../src/problems/csi-feedback/problem.ts';
import { shapedRows } from '../../../../src/problems/csi-feedback/shaped-rows.ts';
import { csiL2oSolver } from '../../../../src/problems/csi-feedback/solvers/csi-l2o.ts';
import { csinet } from '../../../../src/problems/csi-feedback/solvers/csinet.ts';
import { tilista } from '../../../../src/problems/csi-feedback/solvers/tilista.ts';
import { transnet } from '../../../../src/problems/csi-feedback/solvers/transnet.ts';
import { firstOfFits } from '../../../../src/problems/csi-feedback/training/samples.ts';
import { SummedRun } from '../../../../src/study/training/summed.ts';
import { scenario, streams } from '../drawing.ts';
import { nmseOf, solve, trained } from '../solving.ts';

const axes = { Na: 4, Nt: 32, Nc: 64, compression: '1/8' } as const;
const given = csiFeedback.draw(scenario(axes), { first: 0, count: 60 }, streams);

const smallerAxes = { ...axes, Nt: 16 };
const smaller = csiFeedback.draw(scenario(smallerAxes), { first: 0, count: 60 }, streams);

test.each([csinet, transnet])('$name begins as the best linear scheme of rank M', async (solver) => {
  const [{ X }] = await solve(solver, smaller, solver.parameters.parse({ steps: 0 }));
  const n = 2 * 4 * 16;
  const samples = drawSamples(smaller, { first: firstOfFits, count: 4000 }, streams, 'training');
  const V = await shapedRows(samples, { M: smaller.M, n, shape: 'principal', stream: streams.of('initial point', 0) });
  const rows = Array.from({ length: smaller.M }, (_, i) => V.subarray(i * n, (i + 1) * n));
  const linear = new Float32Array(smaller.X.length);
  for (let t = 0; t < 60; t++) {
    const x = smaller.X.subarray(t * n, (t + 1) * n);
    for (const row of rows) {
      const s = row.reduce((sum, v, j) => sum + v * x[j], 0);
      row.forEach((v, j) => {
        linear[t * n + j] += s * v;
      });
    }
  }
  expect(nmseOf(smaller, X)).toBeCloseTo(nmseOf(smaller, linear), 1);
});

test('csi-l2o trained for 1/16 alone serves other rates, with rows that fit them', async () => {
  const parameters = csiL2oSolver.parameters.parse({ iterations: 2, steps: 20, batch: 8, trainedFor: '1/16' });
  const { training } = csiL2oSolver;
  const plans = ['1/8', '1/16'].map((compression) => training!.plan(scenario({ ...axes, compression }), parameters));
  expect(plans[0]).toEqual(plans[1]);
  expect(plans[0]).toMatchObject({ compression: '1/16', steps: 20 });
  const weights = await trained(csiL2oSolver, smallerAxes, parameters);
  expect(weights!.W.shape).toEqual([8, 128]);
  const untrained = await solve(csiL2oSolver, smaller, { ...parameters, trainedFor: 'each', steps: 0 });
  const reports = await solve(csiL2oSolver, smaller, parameters, weights);
  const [before, after] = [untrained, reports].map((each) => nmseOf(smaller, each.at(-1)!.X));
  expect(after).toBeLessThan(before);
});

test('networks of other rates and environments begin from the one for 1/16 indoors, but for the codeword', async () => {
  const parameters = tilista.parameters.parse({ steps: 7, rate: 0.01, transferSteps: 3, transferRate: 0.002 });
  const training = tilista.training!;
  const plan = training.plan(scenario({ ...smallerAxes, environment: 'outdoor' }), parameters)!;
  expect(plan).toMatchObject({ environment: 'outdoor', compression: '1/8', steps: 3, rate: 0.002 });
  const start = training.start!(plan)!.plan;
  expect(start).toEqual(training.plan(scenario({ ...smallerAxes, compression: '1/16' }), parameters));
  expect(start).toMatchObject({ environment: 'indoor', compression: '1/16', steps: 7, rate: 0.01 });
  expect(training.start!(start)).toBeNull();
  const trainer = (await training.trainer(plan, streams, undefined, {
    W: { shape: [1], values: Float32Array.of(9) },
    theta: { shape: [10], values: Float32Array.from({ length: 10 }, (_, i) => i) },
  })) as SummedTrainer<Float32Array>;
  const run = new SummedRun(trainer);
  const { 'parameters/theta': theta, 'parameters/W': W } = await run.state();
  expect(Array.from(theta.data)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  // Rows of length 1, made for the channels at hand.
  const row = Array.from(W.data.subarray(0, 128));
  expect(row.reduce((sum, w) => sum + w * w, 0)).toBeCloseTo(1, 4);
});

test('their W may begin otherwise than at 1/16: as principal components, whose rows are the largest of longer ones', async () => {
  const training = tilista.training!;
  const parse = (more: object) => tilista.parameters.parse({ steps: 7, transferSteps: 3, ...more });
  const [same, principal] = [parse({}), parse({ transferProjection: 'principal' })];
  const home = scenario({ ...smallerAxes, compression: '1/16' });
  expect(training.plan(home, principal)).toEqual(training.plan(home, same));
  const rowsAt = async (compression: string, parameters: typeof same) => {
    const plan = training.plan(scenario({ ...smallerAxes, compression }), parameters)!;
    expect(training.start!(plan)!.plan).toEqual(training.plan(home, same));
    const trainer = (await training.trainer(plan, streams, undefined, {})) as SummedTrainer<Float32Array>;
    return Array.from((await new SummedRun(trainer).state())['parameters/W'].data as Float32Array);
  };
  const [longer, shorter] = [await rowsAt('1/8', principal), await rowsAt('1/32', principal)];
  expect(await rowsAt('1/32', same)).not.toEqual(shorter);
  const n = 128;
  for (let row = 0; row < shorter.length / n; row++) {
    const product = shorter
      .slice(row * n, (row + 1) * n)
      .reduce((sum, value, k) => sum + value * longer[row * n + k], 0);
    expect(Math.abs(product)).toBeGreaterThan(0.99);
  }
});

test('or begin anew, with steps and rate of their own: all of them, or those of longer codewords', () => {
  const training = csinet.training!;
  const plan = (compression: string, transferStart: string) => {
    const own = { steps: 7, transferSteps: 3, transferRate: 0.002, anewRate: 0.0003, transferStart };
    return training.plan(scenario({ ...smallerAxes, compression }), csinet.parameters.parse(own))!;
  };
  const anew = plan('1/8', 'anew');
  expect(anew).toMatchObject({ compression: '1/8', steps: 3, rate: 0.0003 });
  expect(training.start!(anew)).toBeNull();
  expect(plan('1/16', 'anew')).toMatchObject({ steps: 7 });
  expect(plan('1/8', 'by length')).toEqual(anew);
  expect(plan('1/32', 'by length')).toEqual(plan('1/32', 'home'));
  expect(training.start!(plan('1/32', 'by length'))!.plan).toEqual(plan('1/16', 'home'));
});

test('a longer training goes on from an earlier one: from all its arrays, with the samples behind its own', async () => {
  const training = tilista.training!;
  const parse = (more: object) => tilista.parameters.parse({ steps: 2, batch: 4, rate: 0.002, ...more });
  const home = scenario({ ...smallerAxes, compression: '1/16' });
  const longer = parse({ earlierSteps: 3, earlierRate: 0.01 });
  const plan = training.plan(home, longer)!;
  const earlier = training.start!(plan)!.plan;
  expect(earlier).toEqual(training.plan(home, parse({ steps: 3, rate: 0.01 })));
  const elsewhere = training.plan(scenario(smallerAxes), longer)!;
  expect(training.start!(elsewhere)!.plan).toEqual(plan);

  const W = { shape: [8, 128], values: Float32Array.from({ length: 1024 }, (_, i) => Math.sin(i) / 11) };
  const opened = (of: TrainingPlan) =>
    training.trainer(of, streams, undefined, { W }) as Promise<SummedTrainer<Float32Array>>;
  const further = await opened(plan);
  const run = new SummedRun(further);
  expect((await run.state())['parameters/W'].data).toEqual(W.values);
  // What it learns from first is what the earlier one would have come to after its 3 steps.
  const parameters = new Float32Array(
    further.arrays.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0),
  );
  further.initialize(parameters);
  const out = new Float32Array(parameters.length);
  const losses = [await further.gradient(0, 0, parameters, out)];
  const first = await opened(earlier);
  for (const step of [0, 3]) losses.push(await first.gradient(step, 0, parameters, out));
  expect(losses[0]).toBe(losses[2]);
  expect(losses[0]).not.toBe(losses[1]);
});

const short = { batch: 8, transferSteps: 0, codebook: 'each entry' } as const;

describe.each([
  { solver: csinet, parameters: { ...short, batch: 20, start: 'glorot', steps: 150, rate: 0.003 }, gain: 3 },
  { solver: transnet, parameters: { ...short, start: 'glorot', steps: 60, rate: 0.001 }, gain: 0.5 },
  {
    solver: tilista,
    parameters: { ...short, iterations: 2, projection: 'random', steps: 100, rate: 0.01 },
    gain: 0.3,
  },
  { solver: csiL2oSolver, parameters: { ...short, iterations: 2, steps: 60, rate: 0.004 }, gain: 0.5 },
])('$solver.name', ({ solver, parameters: chosen, gain }) => {
  const parameters = solver.parameters.parse(chosen);
  let weights: Weights;

  beforeAll(async () => {
    weights = (await trained(solver, axes, parameters))!;
  });

  test('reconstructs unseen samples better once it is trained', async () => {
    const before = await solve(solver, given, { ...parameters, steps: 0 });
    const after = await solve(solver, given, parameters, weights);
    const [untrained, learned] = [before, after].map((reports) => nmseOf(given, reports.at(-1)!.X));
    expect(learned).toBeLessThan(untrained - gain);
    expect(after.map(({ iteration }) => iteration)).toEqual(solver.reports === 'final' ? [null] : [1, 2]);
  });

  test('feeds its codewords back in bits, the worse the fewer there are', async () => {
    const errors: number[] = [];
    for (const bits of [2, 5, 'none'] as const) {
      const quantized = csiFeedback.draw(scenario({ ...axes, bits }), { first: 0, count: 60 }, streams);
      errors.push(nmseOf(quantized, (await solve(solver, quantized, parameters, weights)).at(-1)!.X));
    }
    expect(errors[0]).toBeGreaterThan(errors[1]);
    expect(errors[1]).toBeGreaterThan(errors[2]);
  });
});

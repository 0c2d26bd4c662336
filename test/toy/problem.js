// A problem with known answers: estimate the mean `mu` of `N` normal observations. The mean of N observations has squared error
// 1 / N in expectation; the value after `iteration` steps of a contraction by `rate` approaches it geometrically.
import { appendFileSync } from 'node:fs';
import { z } from 'zod';

const average = {
  name: 'average',
  summary: 'the mean of the observations, approached by a contraction',
  parameters: z.object({ rate: z.number().min(0).max(1).default(0.5), iterations: z.int().min(1).max(50).default(4) }),
  reports: 'every iteration',
  solve({ range, rows }, { rate, iterations }, observer) {
    const target = rows.map((row) => row.reduce((sum, x) => sum + x, 0) / row.length);
    let value = target.map(() => 0);
    for (let iteration = 1; iteration <= iterations; iteration++) {
      value = value.map((x, t) => x + rate * (target[t] - x));
      observer.solution(iteration, range, value);
    }
    observer.diagnostic('iterations', 'mean', range, new Array(range.count).fill(iterations));
  },
};

const first = {
  name: 'first',
  summary: 'the first observation',
  parameters: z.object({}),
  reports: 'final',
  solve({ range, rows }, _, observer) {
    observer.solution(
      null,
      range,
      rows.map((row) => row[0]),
    );
  },
};

/** The first observation, after a pause for every block. */
const slow = {
  name: 'slow',
  summary: 'takes its time',
  parameters: z.object({ milliseconds: z.int().default(150) }),
  reports: 'final',
  async solve({ range, rows }, { milliseconds }, observer) {
    await new Promise((resolve) => setTimeout(resolve, milliseconds));
    observer.solution(
      null,
      range,
      rows.map((row) => row[0]),
    );
  },
};

/** The mean times a factor that is learned for each N; TRAINING_LOG names a file that gets a line for every training begun. */
const learned = {
  name: 'learned',
  summary: 'the mean times a learned factor',
  parameters: z.object({
    iterations: z.int().default(1),
    steps: z.int().default(20),
    milliseconds: z.int().default(1),
  }),
  reports: 'final',
  training: {
    version: 1,
    summary: 'squared error by gradient descent',
    plan: ({ N, mu }, { iterations, steps, milliseconds }) => ({ steps, batch: 4, N, mu, iterations, milliseconds }),
    trainer: ({ N, mu, iterations, milliseconds }, streams) => ({
      kind: 'summed',
      precision: 'float64',
      parts: 1,
      arrays: [{ name: 'factor', shape: [1] }],
      initialize: (parameters) => parameters.fill(0.5),
      descent: (step) => ({ optimizer: { kind: 'sgd', rate: { kind: 'constant', rate: 0.05 } }, step }),
      gradient(step, _, parameters, out) {
        if (step === 0 && process.env.TRAINING_LOG) appendFileSync(process.env.TRAINING_LOG, `${N} ${iterations}\n`);
        const until = Date.now() + milliseconds;
        while (Date.now() < until);
        const stream = streams.of('training', step);
        const mean = mu + stream.normal() / Math.sqrt(100 * N);
        const error = parameters[0] * mean - mu;
        out[0] = 2 * error * mean;
        return error * error;
      },
      weights: (parameters) => ({ factor: { shape: [1], values: Float64Array.from(parameters) } }),
    }),
  },
  solve({ range, rows }, { iterations }, observer, { factor }) {
    const mean = (row) => row.reduce((sum, x) => sum + x, 0) / row.length;
    observer.solution(
      iterations,
      range,
      rows.map((row) => factor.values[0] * mean(row)),
    );
  },
};

/** Fails in the way it is told, at one trial. */
const broken = {
  name: 'broken',
  summary: 'fails as told',
  parameters: z.object({
    how: z
      .enum(['nan', 'infeasible', 'throw', 'exit', 'memory', 'partial', 'silent', 'late', 'endless'])
      .default('throw'),
    trial: z.int().default(3),
  }),
  reports: 'final',
  async solve({ range, rows }, { how, trial }, observer) {
    const value = rows.map((row) => row[0]);
    const at = trial - range.first;
    if (at >= 0 && at < range.count) {
      if (how === 'nan') value[at] = Number.NaN;
      if (how === 'infeasible') value[at] = 1e9;
      if (how === 'throw') throw new Error('it broke');
      if (how === 'exit') process.exit(7);
      if (how === 'memory') fillMemory();
      if (how === 'endless') for (;;);
      if (how === 'silent') return;
      if (how === 'late') {
        setTimeout(() => {
          throw new Error('too late');
        });
        await new Promise((resolve) => setTimeout(resolve, 1000));
      }
      if (how === 'partial') {
        observer.solution(null, { first: range.first, count: 1 }, value.slice(0, 1));
        return;
      }
    }
    observer.solution(null, range, value);
  },
};

function fillMemory() {
  const kept = [];
  for (;;) kept.push(new Array(1e6).fill(kept.length));
}

export default {
  id: 'toy',
  title: 'Estimation of a mean',
  scenario: z
    .strictObject({
      N: z.int().min(1).default(4),
      mu: z.number().default(0),
      shift: z.number().default(0),
    })
    .refine(({ N, mu }) => mu <= N, { path: ['mu'], error: 'must not exceed N' }),
  axes: ['N', 'mu', 'shift'],
  sharedDraws: ['mu', 'shift'],
  metrics: {
    error: {
      name: 'error',
      title: 'Squared error',
      unit: '1',
      kind: 'mean',
      measure({ mu }, value, { count }, out) {
        for (let t = 0; t < count; t++) out[t] = (value[t] - mu) ** 2;
      },
    },
    positive: {
      name: 'positive',
      title: 'Probability of a positive estimate',
      unit: '1',
      kind: 'proportion',
      measure(_, value, { count }, out) {
        for (let t = 0; t < count; t++) out[t] = value[t] > 0 ? 1 : 0;
      },
    },
    nmse: {
      name: 'nmse',
      title: 'Error relative to the first observation',
      unit: 'dB',
      kind: 'ratio-db',
      measure({ range, rows, mu }, value, { first, count }, out) {
        for (let t = 0; t < count; t++) {
          out[2 * t] = (value[t] - mu) ** 2;
          out[2 * t + 1] = (rows[first - range.first + t][0] - mu) ** 2;
        }
      },
    },
  },
  defaultMetric: 'error',
  blockSize: 100,
  solvers: {
    average: async () => average,
    first: async () => first,
    slow: async () => slow,
    learned: async () => learned,
    broken: async () => broken,
  },
  draw({ N, mu }, range, streams) {
    const rows = Array.from({ length: range.count }, (_, t) => {
      const stream = streams.of('channel', range.first + t);
      return Array.from({ length: N }, () => mu + stream.normal());
    });
    return { range, rows, mu };
  },
  violation(_, value, { first, count }) {
    for (let t = 0; t < count; t++) {
      if (!Number.isFinite(value[t])) return { trial: first + t, what: `the estimate is ${value[t]}` };
      if (Math.abs(value[t]) > 1e6) return { trial: first + t, what: `the estimate ${value[t]} exceeds 1000000` };
    }
    return undefined;
  },
  foreign: {
    steps: { estimate: { inputs: ['row', 'N'], output: 'value' } },
    async solve({ range, rows }, solver, observer) {
      const N = rows[0].length;
      const arrays = [{ name: 'row', shape: [range.count, N], complex: false, values: rows.flat(), perTrial: true }];
      const given = {
        range,
        arrays: arrays.map((a) => ({ ...a, values: Float64Array.from(a.values) })),
        numbers: { N },
      };
      for await (const part of solver.call('estimate', given, [{ name: 'value', axes: [], complex: false }])) {
        part.iterates.forEach(({ value }, k) => {
          observer.solution(solver.iterates ? k + 1 : null, part.range, [...value]);
        });
      }
    },
  },
};

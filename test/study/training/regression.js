/**
 * A problem module whose one solver learns y = X w by gradient descent with momentum: small enough to know the answer, divided
 * into parts like a real training. `plan.diverge` makes the loss infinite in step 3, `plan.upwards` goes up instead
 * of down, `plan.kind: 'resident'` trains with the optimizer in a graph, `plan.after` begins from the weights of a
 * training of so many steps.
 */
const size = 5;
const samplesPerPart = 4;

function sample(streams, step, part, index) {
  const stream = streams.of('training', (step * 8 + part) * samplesPerPart + index);
  const x = Array.from({ length: size }, () => stream.normal());
  const y = x.reduce((sum, xi, i) => sum + xi * (i + 1), 0) + 0.01 * stream.normal();
  return { x, y };
}

const training = {
  version: 1,
  summary: 'least squares by heavy-ball gradient descent',
  plan: (_scenario, parameters) => ({ ...parameters }),
  start: ({ after, ...plan }) => (after === undefined ? null : { plan: { ...plan, steps: after } }),
  trainer: (plan, streams, _recorded, start) =>
    (plan.kind === 'resident' ? residentTrainer : summedTrainer)(plan, streams, start),
};

function optimizerOf({ upwards }) {
  return { kind: 'sgd', rate: { kind: 'constant', rate: upwards ? -0.05 : 0.05 }, momentum: 0.5 };
}

function wait(milliseconds = 0) {
  const until = Date.now() + milliseconds;
  while (Date.now() < until);
}

function summedTrainer(plan, streams, start) {
  return {
    kind: 'summed',
    precision: plan.precision ?? 'float64',
    parts: plan.parts,
    arrays: [{ name: 'w', shape: [size] }],
    initialize: (parameters) => parameters.set(start ? start.w.values : new Float64Array(size)),
    descent: (step) => ({ optimizer: optimizerOf(plan), step }),
    gradient(step, part, parameters, out) {
      out.fill(0);
      const scale = 1 / (plan.parts * samplesPerPart);
      let loss = 0;
      for (let index = 0; index < samplesPerPart; index++) {
        const { x, y } = sample(streams, step, part, index);
        const error = x.reduce((sum, xi, i) => sum + xi * parameters[i], 0) - y;
        for (let i = 0; i < size; i++) out[i] += 2 * error * x[i] * scale;
        loss += error * error * scale;
      }
      wait(plan.milliseconds);
      return plan.diverge && step === 3 ? Number.POSITIVE_INFINITY : loss;
    },
    weights: (parameters) => ({ w: { shape: [size], values: Float64Array.from(parameters) } }),
  };
}

async function residentTrainer(plan, streams) {
  const { gemm, input, parameter } = await import('../../../build/src/graph/index.js');
  const { ResidentGraph } = await import('../../../build/src/unrolling/resident-graph.js');
  const rows = plan.parts * samplesPerPart;
  const error = gemm(input('x', [rows, size]), parameter('w', [size, 1])).sub(input('y', [rows, 1]));
  return ResidentGraph.open({
    loss: error.square().mean(),
    initial: { w: new Float32Array(size) },
    optimizer: optimizerOf(plan),
    parts: 1,
    feeds(step) {
      wait(plan.milliseconds);
      const samples = Array.from({ length: rows }, (_, i) => sample(streams, step, 0, i));
      const y = Float32Array.from(samples, (drawn) => drawn.y);
      if (plan.diverge && step === 3) y[0] = Number.NaN;
      return { x: Float32Array.from(samples.flatMap(({ x }) => x)), y };
    },
  });
}

export default {
  id: 'regression',
  draw() {},
  solvers: { regression: async () => ({ name: 'regression', training }) },
};

/**
 * A problem module whose one solver learns y = X w by gradient descent with momentum: small enough to know the answer, divided
 * into parts like a real training. `plan.diverge` makes the loss infinite in step 3, `plan.upwards` goes up instead
 * of down.
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
  trainer: (plan, streams) => ({
    kind: 'summed',
    precision: plan.precision ?? 'float64',
    parts: plan.parts,
    arrays: [{ name: 'w', shape: [size] }],
    initialize: (parameters) => parameters.fill(0),
    descent: (step) => ({
      optimizer: { kind: 'sgd', rate: { kind: 'constant', rate: plan.upwards ? -0.05 : 0.05 }, momentum: 0.5 },
      step,
    }),
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
      const until = Date.now() + (plan.milliseconds ?? 0);
      while (Date.now() < until);
      return plan.diverge && step === 3 ? Number.POSITIVE_INFINITY : loss;
    },
    weights: (parameters) => ({ w: { shape: [size], values: Float64Array.from(parameters) } }),
  }),
};

export default {
  id: 'regression',
  draw() {},
  solvers: { regression: async () => ({ name: 'regression', training }) },
};

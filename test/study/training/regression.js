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
    parts: plan.parts,
    size,
    stateSize: size,
    initialize(parameters, state) {
      parameters.fill(0);
      state.fill(0);
    },
    gradient(step, part, parameters, out) {
      out.fill(0);
      const scale = 1 / (plan.parts * samplesPerPart);
      for (let index = 0; index < samplesPerPart; index++) {
        const { x, y } = sample(streams, step, part, index);
        const error = x.reduce((sum, xi, i) => sum + xi * parameters[i], 0) - y;
        for (let i = 0; i < size; i++) out[i] += 2 * error * x[i] * scale;
        out[size] += error * error * scale;
      }
      if (plan.diverge && step === 3) out[size] = Number.POSITIVE_INFINITY;
      const until = Date.now() + (plan.milliseconds ?? 0);
      while (Date.now() < until);
    },
    update(_step, gradient, parameters, state) {
      for (let i = 0; i < size; i++) {
        state[i] = 0.5 * state[i] + gradient[i];
        parameters[i] -= (plan.upwards ? -1 : 1) * 0.05 * state[i];
      }
    },
    weights: (parameters) => ({ w: { shape: [size], values: parameters.slice() } }),
  }),
};

export default {
  id: 'regression',
  draw() {},
  solvers: { regression: async () => ({ name: 'regression', training }) },
};

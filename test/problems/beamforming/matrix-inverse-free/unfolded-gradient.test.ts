import { describe, expect, test } from 'vitest';
import { LanesEngine, load, type Precision } from '../../../../src/lanes/index.ts';
import { compile, RecordingTape } from '../../../../src/lanes/tape/index.ts';
import {
  recordUnfoldedNetwork,
  stepsOf,
} from '../../../../src/problems/beamforming/matrix-inverse-free/unfolded-network.ts';
import { numbers } from '../../../lanes/oracle.ts';

const batch = 11;

/** Mean loss of a batch and its gradient, as functions of the parameters. */
function trainable(shape: Parameters<typeof recordUnfoldedNetwork>[1], precision: Precision) {
  const { M, K, N, d, P } = shape;
  const lanes = new LanesEngine(precision, 8);
  const network = recordUnfoldedNetwork(new RecordingTape(lanes), shape);
  const program = compile(network.H.tape, { loss: network.loss });
  const next = numbers(5);
  const H = Float64Array.from({ length: batch * K * N * M * 2 }, next);
  const V0 = Float64Array.from({ length: batch * M * K * d * 2 }, next);
  const perTrial = M * K * d * 2;
  for (let trial = 0; trial < batch; trial++) {
    const start = V0.subarray(trial * perTrial, (trial + 1) * perTrial);
    const scale = Math.sqrt(P / start.reduce((sum, value) => sum + value * value, 0));
    start.forEach((value, i) => {
      start[i] = value * scale;
    });
  }
  return (parameters: Float64Array) => {
    const gradient = new Float64Array(program.parameterCount);
    let loss = 0;
    program.setParameters(parameters);
    program.clearGradients();
    for (const group of lanes.groups(batch)) {
      load(program.value(network.H), H, group);
      load(program.value(network.V0), V0, group);
      program.weigh(group.count, 1 / batch);
      program.forward();
      program.backward();
      for (let lane = 0; lane < group.count; lane++) loss += program.value(network.loss).get(lane) / batch;
    }
    program.readGradients(gradient);
    return { loss, gradient };
  };
}

describe.each([
  { M: 8, K: 4, N: 2, d: 2, alpha: [1, 1, 1, 1], Ju: 4, Jw: 2, Jv: 8, L: 2 },
  { M: 8, K: 2, N: 4, d: 4, alpha: [1, 2], Ju: 3, Jw: 1, Jv: 2, L: 2 },
  { M: 6, K: 3, N: 2, d: 1, alpha: [1, 0.5, 2], Ju: 2, Jw: 2, Jv: 3, L: 3 },
])('the whole network, %o', (sizes) => {
  const shape = { ...sizes, P: 10, sigma2: 1 };
  const next = numbers(9);
  const draw = () => Float64Array.from({ length: 3 * stepsOf(shape) }, () => 0.3 * next());
  const parameters = draw();
  const evaluate = trainable(shape, 'f64');
  const { loss, gradient } = evaluate(parameters);

  test('has the gradient that central differences give along random directions', () => {
    for (let trial = 0; trial < 5; trial++) {
      const direction = draw();
      const at = (step: number) => evaluate(parameters.map((value, i) => value + step * direction[i])).loss;
      const difference = (at(1e-5) - at(-1e-5)) / 2e-5;
      const slope = gradient.reduce((sum, value, i) => sum + value * direction[i], 0);
      expect(Math.abs(slope - difference)).toBeLessThan(1e-6 * (1 + Math.abs(difference)));
    }
  });

  test('has nearly the same loss and gradient in single precision', () => {
    const single = trainable(shape, 'f32')(parameters);
    expect(Math.abs(single.loss - loss)).toBeLessThan(1e-4 * Math.abs(loss));
    const error = Math.hypot(...gradient.map((value, i) => value - single.gradient[i]));
    expect(error).toBeLessThan(1e-3 * Math.hypot(...gradient));
  });
});

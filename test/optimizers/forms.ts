import { compile, input } from '../../src/graph/index.ts';
import { graphStep, stepInputs } from '../../src/optimizers/graph.ts';
import { type LearnedArray, type OptimizerMemory, placed, type Vector } from '../../src/optimizers/memory.ts';
import { momentsOf, type Optimizer } from '../../src/optimizers/optimizer.ts';
import { ScalarMemory } from '../../src/optimizers/scalar.ts';
import { WebAssemblyMemory } from '../../src/optimizers/webassembly.ts';

/** Parameters, or gradients, by the names of arrays. */
export type Named = Readonly<Record<string, ArrayLike<number>>>;

/** Parameters after `steps` steps from `initial`, by one form of an optimizer. */
export type Form = (
  arrays: readonly LearnedArray[],
  optimizer: Optimizer,
  initial: Named,
  gradientAt: (step: number, parameters: Named) => Named,
  steps: number,
) => Promise<Named>;

function inMemory(open: (arrays: readonly LearnedArray[]) => OptimizerMemory<Vector>): Form {
  return async (arrays, optimizer, initial, gradientAt, steps) => {
    const memory = open(arrays);
    const read = () =>
      Object.fromEntries(placed(arrays).map(({ name, from, to }) => [name, memory.parameters.slice(from, to)]));
    for (const { name, from } of placed(arrays)) memory.parameters.set(initial[name], from);
    for (let step = 0; step < steps; step++) {
      const gradient = gradientAt(step, read());
      for (const { name, from } of placed(arrays)) memory.gradient.set(gradient[name], from);
      if (!memory.descend({ optimizer, step })) throw new Error(`step ${step} is not finite`);
    }
    return read();
  };
}

const inGraph: Form = async (arrays, optimizer, initial, gradientAt, steps) => {
  const moments = momentsOf(optimizer);
  const { moved, squaredNorm } = graphStep(
    optimizer,
    arrays.map(({ name, shape }) => ({
      name,
      parameter: input(name, shape),
      gradient: input(`gradient/${name}`, shape),
      moments: Object.fromEntries(moments.map((moment) => [moment, input(`${moment}/${name}`, shape)])),
    })),
  );
  const outputs = arrays.flatMap(({ name }, i) => [
    [`${name}'`, moved[i].parameter] as const,
    ...moments.map((moment) => [`${moment}/${name}'`, moved[i][moment]!] as const),
  ]);
  const session = await compile({ squaredNorm, ...Object.fromEntries(outputs) });
  let state: Record<string, Float32Array> = {};
  for (const { name } of arrays) {
    state[name] = Float32Array.from(initial[name]);
    for (const moment of moments) state[`${moment}/${name}`] = new Float32Array(initial[name].length);
  }
  for (let step = 0; step < steps; step++) {
    const gradient = gradientAt(step, state);
    const fed = arrays.map(({ name }) => [`gradient/${name}`, Float32Array.from(gradient[name])]);
    const names = arrays.map(({ name }) => name);
    const results = await session.run({ ...state, ...Object.fromEntries(fed), ...stepInputs(optimizer, names, step) });
    state = Object.fromEntries(Object.keys(state).map((name) => [name, results[`${name}'`] as Float32Array]));
  }
  await session.release();
  return Object.fromEntries(arrays.map(({ name }) => [name, state[name]]));
};

/** The three forms that every optimizer has, and the precision of each. */
export const forms: readonly (readonly [name: string, form: Form, precision: number])[] = [
  ['in plain JavaScript', inMemory((arrays) => new ScalarMemory(arrays)), 1e-13],
  ['in WebAssembly memory', inMemory((arrays) => new WebAssemblyMemory(arrays)), 3e-6],
  ['in a graph', inGraph, 3e-6],
];

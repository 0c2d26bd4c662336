import { engine, type Group, LanesEngine, load, type Precision, store } from '../../../../src/lanes/index.ts';
import { compile, RecordingTape, type Tape } from '../../../../src/lanes/tape/index.ts';
import type { Instance } from '../../../../src/problems/multicell/instance.ts';
import { type Start, startAt } from '../../../../src/problems/multicell/start.ts';
import type { RecordedNetwork } from '../../../../src/problems/multicell/structured/network.ts';

export type Record = (tape: Tape, instance: Instance) => RecordedNetwork;

/** Mean loss of a few channels and its gradient, as functions of the parameters. */
export function trainable(record: Record, instance: Instance, precision: Precision, start: Start) {
  const lanes = new LanesEngine(precision, 8);
  const network = record(new RecordingTape(lanes), instance);
  const program = compile(network.H.tape, { loss: network.loss });
  const { count } = instance.range;
  return (parameters: Float64Array) => {
    const gradient = new Float64Array(program.parameterCount);
    let loss = 0;
    program.setParameters(parameters);
    program.clearGradients();
    for (const group of lanes.groups(count)) {
      load(program.value(network.H), instance.H, group);
      startAt(start, program.value(network.V0), instance, group);
      program.weigh(group.count, 1 / count);
      program.forward();
      program.backward();
      for (let lane = 0; lane < group.count; lane++) loss += program.value(network.loss).get(lane) / count;
    }
    program.readGradients(gradient);
    return { loss, gradient };
  };
}

/** The last V of every trial. */
export function outputs(record: Record, instance: Instance, parameters: Float64Array, start: Start): Float64Array {
  const lanes = engine('f64');
  return lanes.scope(() => {
    const network = record(new RecordingTape(lanes), instance);
    const V = network.V[network.V.length - 1];
    const program = compile(network.H.tape, { outputs: [V] });
    program.setParameters(parameters);
    const all = new Float64Array(instance.range.count * 2 * V.rows * V.cols);
    const solve = (group: Group) => {
      load(program.value(network.H), instance.H, group);
      startAt(start, program.value(network.V0), instance, group);
      program.forward();
      store(program.value(V), all, group);
    };
    for (const group of lanes.groups(instance.range.count)) solve(group);
    return all;
  });
}

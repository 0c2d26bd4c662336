import type { Trainer } from '../contracts/training.ts';
import { deviceInUse } from '../graph/index.ts';
import type { GraphTraining } from './graph-training.ts';
import { ResidentGraph } from './resident-graph.ts';
import { SummedGraph } from './summed-graph.ts';

/**
 * A trainer of the graph: on processor cores a summed one, whose optimizer works in WebAssembly memory that feeds the graph; on a
 * device a resident one, with the optimizer in the graph.
 * @throws Error where initial values do not fit the parameters of the loss
 */
export function graphTrainer(training: GraphTraining): Promise<Trainer> {
  const device = training.execution?.device ?? deviceInUse();
  return device === 'cpu' ? SummedGraph.open(training) : ResidentGraph.open(training);
}

import { type DataSet, isPlannedFor } from '../../contracts/data-set.ts';
import type { AnySolver, Parameters, Scenario } from '../../contracts/problem.ts';
import type { TrainingPlan } from '../../contracts/training.ts';
import { messages, UserError } from '../../messages.ts';

/**
 * The plan of the network that a solver needs for a scenario; null where it needs none.
 * @throws UserError where there is a data set and the solver's training would not use it
 */
export function networkPlan(
  { name, training }: AnySolver,
  scenario: Scenario,
  parameters: Parameters,
  data: DataSet | undefined,
): TrainingPlan | null {
  const plan = training?.plan(scenario, parameters, data) ?? null;
  if (plan !== null && !isPlannedFor(plan, data)) throw new UserError(messages.drawsItsOwn(name));
  return plan;
}

import { dirname, resolve } from 'node:path';
import type { AnyProblem, Recorded } from '../../contracts/problem.ts';
import { messages, UserError } from '../../messages.ts';
import type { LoadedExperiment, Plan } from './plan.ts';
import { type RecordedFile, recordedFile } from './recorded-file.ts';
import type { DataEntry } from './schema.ts';

/** The plan on the data set that its experiment names, and the file of it. */
export interface PlanOnData {
  readonly plan: Plan;
  readonly recorded?: RecordedFile;
}

/**
 * Opens the data set of an experiment. In a file, training, validation and test part stand one after the other, and the trials of the
 * plan are those of the test part; where samples are drawn, trials are drawn as in any experiment.
 *
 * @throws UserError naming the place where the file cannot be read, holds too few trials, or does not fit a scenario
 */
export async function onData(plan: Plan, loaded: LoadedExperiment): Promise<PlanOnData> {
  const { data } = plan.experiment;
  if (data === undefined) return { plan };
  const { training, validation } = data;
  if (data.file === undefined) return { plan: { ...plan, data: { source: 'drawn', training, validation } } };
  const path = resolve(dirname(loaded.file), data.file);
  const at = (text: string) => new UserError(messages.at(loaded.locate(['data', 'file']), text));
  const recorded = await openFile(plan.problem, path, at);
  for (const { scenario } of plan.points) {
    const axis = Object.keys(recorded.axes).find((name) => scenario[name] !== recorded.axes[name]);
    if (axis !== undefined) throw at(messages.otherAxis(path, axis, recorded.axes[axis], scenario[axis]));
    const drawn = recorded.drawnOnly?.find((name) => scenario[name] !== undefined);
    if (drawn !== undefined) throw at(messages.drawnOnly(path, drawn));
  }
  return {
    plan: {
      ...plan,
      data: { source: recorded.sha256, training, validation },
      firstTrial: training + validation,
      profile: profileWithin(plan, recorded.trials, data, at),
    },
    recorded: recordedFile(path, recorded),
  };
}

async function openFile(problem: AnyProblem, path: string, at: (text: string) => UserError): Promise<Recorded> {
  if (problem.open === undefined) throw at(messages.readsNoFiles(problem.id));
  return problem.open(path);
}

/** The profile of a plan whose trials end with the file. */
function profileWithin(
  { profile }: Plan,
  held: number,
  { training, validation }: DataEntry,
  at: (text: string) => UserError,
): Plan['profile'] {
  const test = held - training - validation;
  if (profile.trials > test) throw at(messages.tooFewSamples(held, { training, validation, test: profile.trials }));
  if (profile.ciWidth === undefined) return profile;
  return { ...profile, maxTrials: Math.min(profile.maxTrials ?? Number.POSITIVE_INFINITY, test) };
}

/**
 * A finite set of samples that networks are trained on, pass after pass, in place of fresh samples in every step. Its parts share no
 * sample: those that are trained on, those that the training is followed on, and the trials that results are measured on.
 */
export interface DataSet {
  /** SHA-256 of the file that holds training and validation part, one after the other and before the test part; or "drawn". */
  readonly source: string;
  /** Samples trained on. */
  readonly training: number;
  /** Samples that the training is followed on. */
  readonly validation: number;
}

/** What the plan of a training says of its data set: nothing where every step draws fresh samples. */
export type PlannedData = Partial<Readonly<{ data: string; trainingSamples: number; validationSamples: number }>>;

export function plannedData(data: DataSet | undefined): PlannedData {
  if (data === undefined) return {};
  return { data: data.source, trainingSamples: data.training, validationSamples: data.validation };
}

/** Whether the plan is one for the data set. */
export function isPlannedFor(plan: Readonly<Record<string, unknown>>, data: DataSet | undefined): boolean {
  const wanted: Readonly<Record<string, unknown>> = plannedData(data);
  return ['data', 'trainingSamples', 'validationSamples'].every((name) => plan[name] === wanted[name]);
}

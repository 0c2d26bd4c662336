/** How many optimizer steps the two stages of every layer have. */
export interface StageLengths {
  /** Steps on the new layer alone, (17). */
  readonly alone: number;
  /** Steps on all layers so far, (18). */
  readonly joint: number;
}

/** Where in the layer-wise training a step is. */
export interface Stage {
  /** The layer that is added, from 0. */
  readonly layer: number;
  /** Whether only this layer is learned, (17), or all up to it, (18). */
  readonly kind: 'alone' | 'joint';
  /** Steps of this stage before. */
  readonly step: number;
}

/** The stage of step `step` of the whole training: every layer is first learned alone and then together with those before. */
export function stageOf(step: number, { alone, joint }: StageLengths): Stage {
  const layer = Math.floor(step / (alone + joint));
  const within = step - layer * (alone + joint);
  return within < alone ? { layer, kind: 'alone', step: within } : { layer, kind: 'joint', step: within - alone };
}

/** How many optimizer steps the stages of a training have. */
export interface StageLengths {
  readonly layers: number;
  /** Steps on a new layer alone, (17). */
  readonly alone: number;
  /** Steps on all layers so far, (18). */
  readonly joint: number;
  /** Further steps on all layers once the last is there, (18). */
  readonly final: number;
}

/** Where in the layer-wise training a step is. */
export interface Stage {
  /** The layer that is added, from 0; in the final stage the last. */
  readonly layer: number;
  /** Whether only this layer is learned, (17), or all up to it, (18). */
  readonly kind: 'alone' | 'joint' | 'final';
  /** Steps of this stage before. */
  readonly step: number;
}

/** Steps of the whole training. */
export function stepsOf({ layers, alone, joint, final }: StageLengths): number {
  return layers * (alone + joint) + final;
}

/**
 * The stage of step `step` of the whole training: every layer is first learned alone and then together with those before; a final
 * stage goes on with all of them.
 */
export function stageOf(step: number, { layers, alone, joint }: StageLengths): Stage {
  const layer = Math.floor(step / (alone + joint));
  if (!(layer < layers)) return { layer: layers - 1, kind: 'final', step: step - layers * (alone + joint) };
  const within = step - layer * (alone + joint);
  return within < alone ? { layer, kind: 'alone', step: within } : { layer, kind: 'joint', step: within - alone };
}

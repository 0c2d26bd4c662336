import { z } from 'zod';
import { groupsParameter } from '../shrinkage-step.ts';

/** Parameters of the unrolled networks and of their training. */
export const unrolledParameters = z.strictObject({
  layers: z.int().min(1).max(100).default(12).describe('Layers K, each reported.'),
  groups: groupsParameter,
  start: z
    .enum(['table-1', 'nested'])
    .default('table-1')
    .describe(
      'Training: from the initial values of Table I; or from the trained network that this one contains: LISTA-GS from LISTA-GSCP, ' +
        'that from ALISTA-GS, and that from its network for the scenario of Fig. 5, thresholds scaled by sqrt(M) and ' +
        'step sizes by L / N.',
    ),
  alone: z
    .int()
    .min(0)
    .default(200)
    .describe(
      'Training from Table I: steps on a new layer alone, eq. (17). With 0 here, in joint and in final the network stays as it begins.',
    ),
  joint: z
    .int()
    .min(0)
    .max(100_000_000)
    .default(200)
    .describe('Training from Table I: steps on a new layer and all before it, eq. (18).'),
  final: z
    .int()
    .min(0)
    .default(0)
    .describe(
      'Training: steps on all layers, after those if there are any, eq. (18), with a learning rate that falls to zero.',
    ),
  samples: z
    .enum(['fixed', 'fresh'])
    .default('fresh')
    .describe('Training: the same samples in all steps, or new ones in every step.'),
  batch: z
    .int()
    .min(1)
    .max(1_000_000)
    .default(64)
    .describe('Training: samples of a step; with fixed samples all there are.'),
  rate: z.number().positive().default(5e-4).describe('Training: learning rate of matrices on a new layer, alpha_0.'),
  scalarRate: z
    .number()
    .positive()
    .default(0.02)
    .describe('Training: learning rate of thresholds and step sizes on a new layer.'),
  onlyScalarRate: z
    .union([z.literal('scalarRate'), z.number().positive()])
    .default('scalarRate')
    .describe('Training: that of thresholds and step sizes where nothing else is learned (ALISTA-GS).'),
  trainingSnr: z
    .union([z.literal('own'), z.number().min(-100).max(200)])
    .default('own')
    .describe('Training: SNR in dB of the samples; "own" is the SNR of the scenario.'),
  trainingSeed: z
    .int()
    .min(0)
    .max(0xffffffff)
    .default(1)
    .describe('Training: seed of its samples, and of those of the networks that it begins from.'),
  precision: z
    .enum(['float32', 'float64'])
    .default('float32')
    .describe('Element type of the estimation; training is in float32.'),
  inspect: z
    .enum(['nothing', 'weights'])
    .default('nothing')
    .describe(
      'With "weights", also the thresholds, ||W2 - (I - W1 S)||_2 and the number of learned parameters are reported.',
    ),
});

export type UnrolledParameters = z.output<typeof unrolledParameters>;

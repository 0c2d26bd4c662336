import { z } from 'zod';
import { engine } from '../../../lanes/index.ts';
import { messages } from '../../../messages.ts';
import { ascend, ascentParameters } from '../ascent/ascent.ts';
import { Lagd, lagdOperations } from '../lagd/lagd.ts';
import { networkOf } from '../lagd/network.ts';
import { thetaParameter } from '../lagd/theta-file.ts';
import type { BeamformingSolver } from '../solver.ts';

const parameters = z
  .strictObject({
    network: z.enum(['fnn', 'lstm', 'cnn']).default('fnn').describe('The network G_theta.'),
    units: z.int().min(1).max(1024).default(20).describe('Units of every hidden layer; channels of every convolution.'),
    layers: z.int().min(1).max(16).default(1).describe('Hidden layers; convolutions.'),
    activation: z
      .enum(['none', 'tanh'])
      .default('none')
      .describe('fnn, cnn: what stands behind every hidden layer. An LSTM has its own.'),
    memory: z
      .enum(['none', 'carried'])
      .default('none')
      .describe('lstm: the state of a cell starts at zero in every iteration, or is carried over from the one before.'),
    convolution: z
      .enum(['2-d', '1-d'])
      .default('2-d')
      .describe('cnn: over the image of users x 2 M entries, or over all its entries in one line.'),
    kernel: z
      .int()
      .min(1)
      .max(15)
      .refine((size) => size % 2 === 1, 'accepted: an odd number')
      .default(3)
      .describe('cnn: side of the kernel, odd.'),
    variant: z
      .enum(['anchored', 'iterated'])
      .default('anchored')
      .describe(
        'anchored: every iteration moves the first V anew, by the network of its gradient, as in the published code; iterated: ' +
          'the network moves the last V, by its gradient, as in Algorithm 1.',
      ),
    learningRate: z.number().positive().default(1e-2).describe('Of Adam on theta.'),
    sigma2: z
      .number()
      .positive()
      .default(0.1)
      .describe('Noise power at which the network sees V and its gradient: their sizes, not the SNR, depend on it.'),
    theta: thetaParameter,
    ...ascentParameters,
    precision: ascentParameters.precision.default('f32'),
  })
  .superRefine(({ restarts, start, theta }, context) => {
    if (restarts === 1 || start === 'random' || theta === 'random') return;
    context.addIssue({ code: 'custom', path: ['restarts'], message: messages.sameRestarts(), input: restarts });
  });

type Parameters = z.output<typeof parameters>;

/**
 * Learning-aided gradient descent (LAGD): V is moved by a small network, started at random on every channel and trained while
 * it moves, by Adam, to raise the weighted sum rate in bits. The algorithm is in Lagd, the networks are in networkOf.
 *
 * What the paper and the published code of its authors say, of which only the code's settings, the defaults here, make it work:
 *
 * |                | paper                       | code                              |
 * | -------------- | --------------------------- | --------------------------------- |
 * | variant        | iterated (Algorithm 1)      | anchored                          |
 * | learningRate   | 1e-4                        | 1e-2                              |
 * | network        | fnn, 2 layers of 40 units   | fnn, 1 layer of 20 units          |
 * | activation     | not said                    | none                              |
 * | start          | random                      | strongest-rows (V = H^H, scaled)  |
 * | restarts       | 10                          | 1                                 |
 * | sigma2         | not said                    | 0.1                               |
 * | offset (axis)  | not said                    | 1                                 |
 */
export const lagd: BeamformingSolver<Parameters> = {
  name: 'lagd',
  summary: 'Learning-aided gradient descent, Algorithm 1 of the LAGD paper and the form of its published code',
  parameters,
  reports: 'final',
  flops({ M, K, N, d }, parameters) {
    const lanes = engine('f64');
    return lanes.scope(() => lagdOperations({ M, K, N, d }, networkOf(lanes, parameters, K * d, 2 * M)));
  },
  solve(instance, options, observer) {
    ascend(instance, options, observer, (lanes, runs) => new Lagd(lanes, runs, options));
  },
};

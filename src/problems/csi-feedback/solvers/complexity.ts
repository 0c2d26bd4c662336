import { z } from 'zod';
import { costOfSample, countedCost } from '../complexity/layers.ts';
import { type OrderedScheme, orderedSchemes, orderOf } from '../complexity/orders.ts';
import { decoderLayers, encoderLayers, multipleRateEncoder } from '../complexity/schemes.ts';
import type { CsiFeedbackSolver } from '../solver.ts';

const parametersSchema = z.strictObject({
  scheme: z
    .enum(['ista', 'ms4l2o', 'csinet', 'tilista', 'transnet', 'csi-l2o', 'sm-csinet-plus', 'pm-csinet-plus'])
    .default('csi-l2o')
    .describe('What is counted: a scheme of Tables I to III, or an encoder for several rates of Table V.'),
  side: z.enum(['encoder', 'decoder']).default('encoder').describe('The user, or the base station.'),
});

type ComplexityParameters = z.output<typeof parametersSchema>;

/**
 * No scheme, but what schemes cost: millions of multiply-accumulates and of parameters by the convention of the paper's counting tool and
 * for a whole sample, as diagnostics; see `complexity/layers.ts`; and, of the schemes that it has, what the terms of Table I add up to; see
 * `complexity/orders.ts`. What it reconstructs is no channel at all.
 */
export const complexity: CsiFeedbackSolver<ComplexityParameters> = {
  name: 'complexity',
  summary:
    'Counts operations and parameters of a scheme, by the convention of the paper and for a whole sample, Tables I to III and V',
  parameters: parametersSchema,
  reports: 'final',
  solve({ range, X, M }, parameters, observer) {
    const layers = layersOf(parameters, M);
    const [counted, whole] = [countedCost(layers), costOfSample(layers)];
    const report = (name: string, value: number) =>
      observer.diagnostic(name, 'mean', range, new Float64Array(range.count).fill(value / 1e6));
    if (hasOrder(parameters.scheme)) report('operations by Table I', orderOf(parameters.scheme, parameters.side, M));
    report('operations as counted', counted.operations);
    report('operations of a sample', whole.operations);
    report('parameters as counted', counted.parameters);
    report('all parameters', whole.parameters);
    observer.solution(null, range, { X: X.map((x) => 0 * x) });
  },
};

function hasOrder(scheme: ComplexityParameters['scheme']): scheme is OrderedScheme {
  return orderedSchemes.some((ordered) => ordered === scheme);
}

function layersOf({ scheme, side }: ComplexityParameters, M: number) {
  if (scheme === 'sm-csinet-plus' || scheme === 'pm-csinet-plus') return multipleRateEncoder(scheme);
  return side === 'encoder' ? encoderLayers(scheme, M) : decoderLayers(scheme, M);
}

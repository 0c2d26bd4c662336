import { CholeskyDecomposition, Matrix } from 'ml-matrix';
import { tenTo } from '../../../random/elementary.ts';
import type { Stream } from '../../../random/streams.ts';
import { type Place, type SpreadName, spreadNames } from './environments.ts';

/** What varies from cluster to cluster: shadowing (a factor of power), delay spread in seconds, angular spreads in degrees. */
export type Spreads = Readonly<Record<SpreadName, number>>;

/** Draws the spreads of a cluster, whose logarithms are normal and correlated. */
export function spreadSampler(place: Place): (stream: Stream) => Spreads {
  const factor = new CholeskyDecomposition(correlationOf(place)).lowerTriangularMatrix.to2DArray();
  const z = new Float64Array(spreadNames.length);
  return (stream) => {
    for (let i = 0; i < z.length; i++) z[i] = stream.normal();
    const drawn = {} as Record<SpreadName, number>;
    for (const [i, name] of spreadNames.entries()) {
      let deviate = 0;
      for (let j = 0; j <= i; j++) deviate += factor[i][j] * z[j];
      drawn[name] = place[name].median * tenTo(0.1 * place[name].dB * deviate);
    }
    return drawn;
  };
}

function correlationOf({ correlations }: Place): Matrix {
  const correlation = Matrix.eye(spreadNames.length);
  for (const [a, b, value] of correlations) {
    const [i, j] = [spreadNames.indexOf(a), spreadNames.indexOf(b)];
    correlation.set(i, j, value);
    correlation.set(j, i, value);
  }
  return correlation;
}

import { type ComplexMatrix, type RealMatrix, realForm, squaredNorm } from '../../../arrays/complex-matrix.ts';
import { streamsFor } from '../../../random/streams.ts';
import type { MassiveAccessScenario } from '../scenario.ts';
import { binaryPreambles } from './binary.ts';
import { conditioned } from './conditioned.ts';
import { gaussianPreambles } from './gaussian.ts';
import { ownPreambles } from './own.ts';
import { zadoffChuPreambles } from './zadoff-chu.ts';

/** The preamble matrix of a scenario and what every solver wants to know of it. */
export interface Preambles {
  /** S, L x N. */
  readonly S: ComplexMatrix;
  /** Its real form, 2L x 2N, eq. (5). */
  readonly real: RealMatrix;
  /** ||S||_F^2 */
  readonly energy: number;
}

export type PreambleScenario = Pick<
  MassiveAccessScenario,
  'L' | 'N' | 'preamble' | 'kappa' | 'columns' | 'realization'
>;

let latest: { key: string; preambles: Preambles } | undefined;

/** The preambles of a scenario: a function of the axes named in its type, whatever the experiment and its seed. */
export function preamblesOf(scenario: PreambleScenario): Preambles {
  const { L, N, preamble, kappa, columns, realization } = scenario;
  const key = JSON.stringify([L, N, preamble, kappa, columns, realization]);
  if (latest?.key === key) return latest.preambles;
  const drawn = draw(scenario);
  const S = columns === 'unit' ? unitColumns(drawn) : drawn;
  const preambles = { S, real: realForm(S), energy: squaredNorm(S.data) };
  latest = { key, preambles };
  return preambles;
}

function draw({ L, N, preamble, kappa, realization }: PreambleScenario): ComplexMatrix {
  const streams = streamsFor({ seed: realization, experiment: 'massive-access', scenario: `${preamble} ${L} ${N}` });
  const stream = streams.of('preamble', 0);
  switch (preamble) {
    case 'gaussian': {
      const S = gaussianPreambles(L, N, stream);
      return kappa === 'drawn' ? S : conditioned(S, kappa);
    }
    case 'binary':
      return binaryPreambles(L, N, stream);
    case 'zadoff-chu':
      return zadoffChuPreambles(L, N);
    default:
      return ownPreambles(preamble);
  }
}

/** Every column divided by its length. */
function unitColumns({ rows, columns, data }: ComplexMatrix): ComplexMatrix {
  const unit = data.slice();
  for (let j = 0; j < columns; j++) {
    let energy = 0;
    for (let i = 0; i < rows; i++) {
      const at = 2 * (i * columns + j);
      energy += data[at] * data[at] + data[at + 1] * data[at + 1];
    }
    const factor = 1 / Math.sqrt(energy);
    for (let i = 0; i < rows; i++) {
      const at = 2 * (i * columns + j);
      unit[at] *= factor;
      unit[at + 1] *= factor;
    }
  }
  return { rows, columns, data: unit };
}

import { z } from 'zod';
import { ConstrainedWmmse } from '../../../downlink/constrained-wmmse.ts';
import { bestOfRestarts, restartsDiffer, restartsParameter } from '../../../downlink/restarts.ts';
import { startAt, startParameter } from '../../../downlink/start.ts';
import { formFor } from '../../../downlink/wmmse-iterate.ts';
import { iterateWmmse } from '../../../downlink/wmmse-iterations.ts';
import { iterationParameters } from '../../../downlink/wmmse-method.ts';
import { engine } from '../../../lanes/index.ts';
import type { BeamformingSolver } from '../solver.ts';

const parameters = z
  .strictObject({
    ...iterationParameters,
    start: startParameter,
    restarts: restartsParameter,
    powerTolerance: z
      .number()
      .positive()
      .default(1e-4)
      .describe('The multiplier is found when the transmit power is this near to P (absolute; sigma^2 = 1).'),
  })
  .superRefine(restartsDiffer);

type Parameters = z.output<typeof parameters>;

/**
 * WMMSE of Shi, Razaviyayn, Luo and He (2011) for one base station, problem (5) of Pellaco and Jalden, as {@link ConstrainedWmmse} has
 * it. The multiplier is found by Newton's method in a bracket, which is halved where a step would leave it. Each of its steps, two or
 * three an iteration at 10 dB, costs a solve of GramTransmitter's or, for more streams than antennas, FullTransmitter's.
 */
export const wmmseBisection: BeamformingSolver<Parameters> = {
  name: 'wmmse-bisection',
  summary: 'WMMSE of Shi et al. with the multiplier of the power constraint searched in every iteration',
  parameters,
  reports: 'every iteration',
  solve(instance, options, observer) {
    const lanes = engine('f64');
    bestOfRestarts(instance, options.restarts, observer, (runs, runObserver) =>
      lanes.scope(() => {
        const method = new ConstrainedWmmse(lanes, runs, {
          start: (V, group) => startAt(options.start, V, runs, group, 'natural'),
          powerTolerance: options.powerTolerance,
          form: formFor(runs),
        });
        iterateWmmse(method, runs, options, runObserver);
      }),
    );
  },
};

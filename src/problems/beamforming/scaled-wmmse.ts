import { z } from 'zod';
import type { Observer } from '../../contracts/problem.ts';
import type { Shape } from '../../downlink/downlink.ts';
import { fullOperations } from '../../downlink/full-transmitter.ts';
import { gramOperations } from '../../downlink/gram-transmitter.ts';
import { bestOfRestarts, restartsDiffer, restartsParameter } from '../../downlink/restarts.ts';
import type { Solution } from '../../downlink/solution.ts';
import { type Start, startAt, startParameter } from '../../downlink/start.ts';
import { type Form, WmmseIterate } from '../../downlink/wmmse-iterate.ts';
import { iterateWmmse } from '../../downlink/wmmse-iterations.ts';
import { iterationParameters, type WmmseMethod } from '../../downlink/wmmse-method.ts';
import { engine, type Lanes, type Program, type RealMatrix, times } from '../../lanes/index.ts';
import type { Instance } from './instance.ts';

export const scaledParameters = z
  .strictObject({
    ...iterationParameters,
    start: startParameter,
    restarts: restartsParameter,
    precision: z.enum(['f64', 'f32']).default('f64').describe('Arithmetic of the iterations.'),
    measured: z
      .enum(['as computed', 'f64'])
      .default('as computed')
      .describe(
        'Arithmetic in which what is reported is scaled and measured: that of the iterations, or double precision.',
      ),
  })
  .superRefine(restartsDiffer);

export type ScaledParameters = z.output<typeof scaledParameters>;

/** Runs the iteration of eq. (9) of Pellaco and Jalden in one of its forms. */
export function solveScaled(
  instance: Instance,
  form: Form,
  { precision, measured, start, restarts, ...iterations }: ScaledParameters,
  observer: Observer<Solution>,
): void {
  const single = precision === 'f32';
  const reports = engine(single && measured === 'as computed' ? 'f32' : 'f64');
  const lanes = single ? engine('f32', reports.width) : reports;
  bestOfRestarts(instance, restarts, observer, (runs, runObserver) =>
    lanes.scope(() =>
      reports.scope(() => {
        iterateWmmse(new ScaledWmmse(lanes, runs, { form, start, reports }), runs, iterations, runObserver);
      }),
    ),
  );
}

/** Real operations of an iteration. */
export function scaledOperations(shape: Shape, form: Form): number {
  return form === 'gram' ? gramOperations(shape) : fullOperations(shape);
}

interface Options {
  readonly form: Form;
  readonly start: Start;
  readonly reports: Lanes;
}

/** Noise and ridge are sigma^2 / P times the powers of V and of the receivers; V is scaled to power P where it is reported. */
export class ScaledWmmse implements WmmseMethod {
  readonly iterate: WmmseIterate;
  readonly operations: number;
  /** sigma^2 / P. */
  readonly #relativeNoise: RealMatrix;
  readonly #noise: RealMatrix;
  readonly #step: Program;

  constructor(lanes: Lanes, instance: Instance, { form, start, reports }: Options) {
    this.iterate = new WmmseIterate(lanes, instance, {
      form,
      start: (V, group) => startAt(start, V, instance, group, 'natural'),
      reported: 'at full power',
      reports,
    });
    this.operations = scaledOperations(instance, form);
    this.#relativeNoise = lanes.constant(instance.sigma2 / instance.P);
    this.#noise = lanes.scalar();
    const ridge = lanes.scalar();
    const { receiver, state } = this.iterate;
    const [transmitter] = this.iterate.transmitters;
    this.#step = lanes.specialise(() => {
      receiver.filter();
      receiver.weightedTraces(ridge);
      times(ridge, ridge, this.#relativeNoise);
      transmitter.prepare();
      transmitter.solve(ridge);
      transmitter.receive(state.T);
      transmitter.power(state.power);
    });
  }

  beginLane(): void {}

  weigh(): void {
    times(this.#noise, this.iterate.state.power, this.#relativeNoise);
    this.iterate.receiver.weigh(this.#noise);
  }

  step(): void {
    this.#step.run();
    this.iterate.transmitters[0].correctPower(this.iterate.state.power);
  }
}

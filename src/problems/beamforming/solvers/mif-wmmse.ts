import { z } from 'zod';
import { rangeOf } from '../../../downlink/downlink.ts';
import { startAt, startParameter } from '../../../downlink/start.ts';
import { engine, gram, load, mirror, type RealMatrix, spectralBound } from '../../../lanes/index.ts';
import type { Instance } from '../instance.ts';
import { ReceiveSteps } from '../matrix-inverse-free/receive-step.ts';
import { theoremOneSteps } from '../matrix-inverse-free/theorem-one.ts';
import { TransmitStep } from '../matrix-inverse-free/transmit-step.ts';
import { resetReceivers, type Variables, variables } from '../matrix-inverse-free/variables.ts';
import type { BeamformingSolver } from '../solver.ts';

const parameters = z.strictObject({
  iterations: z.int().positive().max(100_000).default(100).describe('Iterations l = 1 ... L, each reported.'),
  Ju: z.int().positive().max(1000).default(1).describe('Gradient steps on U in an iteration.'),
  Jw: z.int().positive().max(1000).default(1).describe('Schulz steps on W in an iteration.'),
  Jv: z.int().positive().max(1000).default(1).describe('Gradient steps on V in an iteration.'),
  step: z
    .enum(['theorem-1', 'line-search'])
    .default('line-search')
    .describe(
      'Step sizes gamma: those for which Theorem 1 proves descent (one pair for each channel, tiny), with the bound eta(H H^H) for the ' +
        'largest eigenvalue kappa that they depend on; or in every step the one that makes f smallest.',
    ),
  report: z
    .enum(['iterations', 'updates'])
    .default('iterations')
    .describe(
      'What counts as an iteration in the results: one of the algorithm, or each update of U, of W and of V in it, one after the other.',
    ),
  start: startParameter,
});

type Parameters = z.output<typeof parameters>;

/**
 * The matrix-inverse-free WMMSE algorithm, Algorithm 1 of Pellaco and Jalden: Ju gradient steps on U (15), Jw Schulz steps on W
 * (16) and Jv gradient steps on V (19) an iteration, each step on V followed by V <- beta V, U <- U / beta with the beta of
 * power P. Starts at U = 0, W = I. Reports U and W with V, so that the objective (6) can be measured.
 * Theorem 1 says nothing about exact step sizes: with them f never rose in our runs, but a W that stopped being positive definite
 * would show as an objective that is NaN. The operations, and what they cost, are in ReceiveSteps and TransmitStep.
 */
export const mifWmmse: BeamformingSolver<Parameters> = {
  name: 'mif-wmmse',
  summary: 'Matrix-inverse-free WMMSE, Algorithm 1 of Pellaco and Jalden',
  parameters,
  reports: 'every iteration',
  solve(instance, options, observer) {
    const lanes = engine('f64');
    lanes.scope(() => {
      const state = variables(lanes, instance);
      const steps = options.step === 'theorem-1' ? provenSteps(state, instance, options) : exactSteps(state, instance);
      for (const group of lanes.groups(instance.range.count)) {
        load(state.H, instance.H, group);
        startAt(options.start, state.V, instance, group, 'natural');
        resetReceivers(state);
        steps.start();
        const report = (at: number) => observer.solution(at, rangeOf(instance, group), state);
        for (let iteration = 0; iteration < options.iterations; iteration++) {
          steps.prepare();
          const updates = updatesOf(steps, options);
          for (const [i, update] of updates.entries()) {
            update();
            if (options.report === 'updates') report(iteration * updates.length + i + 1);
          }
          if (options.report === 'iterations') report(iteration + 1);
        }
      }
    });
  },
};

/** The updates that an iteration is made of, with their step sizes. */
interface Steps {
  /** Takes in the channels. */
  start(): void;
  /** Takes in V for the steps on U and W. */
  prepare(): void;
  onU(): void;
  onW(): void;
  onV(): void;
}

/** The updates of an iteration, in their order. */
function updatesOf({ onU, onW, onV }: Steps, { Ju, Jw, Jv }: Parameters): (() => void)[] {
  return [...Array(Ju).fill(onU), ...Array(Jw).fill(onW), ...Array(Jv).fill(onV)];
}

function exactSteps(state: Variables, instance: Instance): Steps {
  const receive = new ReceiveSteps(state, instance);
  const transmit = new TransmitStep(state, instance);
  return {
    start: () => {},
    prepare: () => receive.prepare(),
    onU: () => receive.exactStepU(),
    onW: () => receive.stepW(),
    onV: () => transmit.exactStepV(),
  };
}

function provenSteps(state: Variables, instance: Instance, { Ju, Jv }: Parameters): Steps {
  const { lanes, K, N, d, Hk } = state;
  const { P, sigma2 } = instance;
  const receive = new ReceiveSteps(state, instance);
  const transmit = new TransmitStep(state, instance);
  const gramians = lanes.complex(N, N, K);
  const kappas = lanes.scalar(K);
  const gamma = { u: lanes.scalar(), v: lanes.scalar() };
  const alpha = Math.max(...instance.alpha);
  return {
    start() {
      gram(gramians, Hk);
      mirror(gramians);
      spectralBound(kappas, gramians);
      for (let lane = 0; lane < lanes.width; lane++) {
        const kappa = largest(kappas, lane);
        const { u, v } = theoremOneSteps({ P, sigma2, alpha, K, d, kappa, Ju, Jv });
        gamma.u.set(u, lane);
        gamma.v.set(v, lane);
      }
    },
    prepare: () => receive.prepare(),
    onU: () => receive.stepU(gamma.u),
    onW: () => receive.stepW(),
    onV: () => transmit.stepV(gamma.v),
  };
}

/** The largest of a lane's scalars, one a user. */
function largest(scalars: RealMatrix, lane: number): number {
  let value = scalars.get(lane, 0, 0, 0);
  for (let k = 1; k < scalars.count; k++) value = Math.max(value, scalars.get(lane, 0, 0, k));
  return value;
}

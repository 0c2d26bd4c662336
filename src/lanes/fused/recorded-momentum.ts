import { widthOf } from '../entries.ts';
import type { ComplexValue, RealValue } from '../tape/values.ts';
import { extrapolate as extrapolateTo, momentumPoint } from './momentum.ts';

/*
 * Accelerated gradient steps, eqs. (41), (42) of Pellaco and Jalden. The matrices of a step have equally many blocks; the
 * scalars are one for all of them or one for each.
 */

/** X + theta (X - P) - gamma G: the step from X, with P before it, against the gradient G. */
export function momentumStep(
  X: ComplexValue,
  P: ComplexValue,
  theta: RealValue,
  gamma: RealValue,
  G: ComplexValue,
  into?: ComplexValue,
): ComplexValue {
  const { tape, rows, cols, count } = X;
  const Y = into ?? tape.complex(rows, cols, count);
  checkBlocks(count, P, G, Y);
  tape.push({
    inputs: [X, P, theta, gamma, G],
    outputs: [Y],
    forward: (emitter) => {
      const [y, x, p, g] = [Y, X, P, G].map((value) => emitter.value(value));
      momentumPoint(y, x, p, emitter.value(theta), emitter.value(gamma), g);
    },
    backward: (emitter) => {
      const dY = emitter.gradient(Y);
      const [x, p, g] = [X, P, G].map((value) => emitter.value(value));
      const [t, c] = [theta, gamma].map((value) => emitter.value(value));
      const [dTheta, dGamma] = [theta, gamma].map((value) => emitter.share(value));
      const dX = emitter.adding(X);
      emitter.storing(P, (dP) =>
        emitter.storing(G, (dG) => {
          // biome-ignore format: one operand a line
          emitter.lanes.kernels.momentumGradient(count, rows, widthOf(dY),
            t.address, t.countStride, c.address, c.countStride,
            dY.address, dY.rowStride, dY.countStride,
            x.address, x.rowStride, x.countStride,
            p.address, p.rowStride, p.countStride,
            g.address, g.rowStride, g.countStride,
            dX.address, dX.rowStride, dX.countStride,
            dP.address, dP.rowStride, dP.countStride,
            dG.address, dG.rowStride, dG.countStride,
            dTheta.mode, dTheta.gradient.address, dTheta.gradient.countStride,
            dGamma.mode, dGamma.gradient.address, dGamma.gradient.countStride);
        }),
      );
    },
  });
  return Y;
}

/** X + xi (X - P): the point at which the gradient is taken, or the residual there. */
export function extrapolate(X: ComplexValue, P: ComplexValue, xi: RealValue, into?: ComplexValue): ComplexValue {
  const { tape, rows, cols, count } = X;
  const Y = into ?? tape.complex(rows, cols, count);
  checkBlocks(count, P, Y);
  tape.push({
    inputs: [X, P, xi],
    outputs: [Y],
    forward: (emitter) => {
      extrapolateTo(emitter.value(Y), emitter.value(X), emitter.value(P), emitter.value(xi));
    },
    backward: (emitter) => {
      const dY = emitter.gradient(Y);
      const [x, p, s] = [emitter.value(X), emitter.value(P), emitter.value(xi)];
      const [dX, dP, dXi] = [emitter.adding(X), emitter.adding(P), emitter.share(xi)];
      // biome-ignore format: one operand a line
      emitter.lanes.kernels.extrapolateGradient(count, rows, widthOf(dY),
        s.address, s.countStride,
        dY.address, dY.rowStride, dY.countStride,
        x.address, x.rowStride, x.countStride,
        p.address, p.rowStride, p.countStride,
        dX.address, dX.rowStride, dX.countStride,
        dP.address, dP.rowStride, dP.countStride,
        dXi.mode, dXi.gradient.address, dXi.gradient.countStride);
    },
  });
  return Y;
}

/** What the size of a step is computed from. */
export interface LineSearch {
  /** Direction of the step under the metric of the variable: G itself, or G W for U under the weights W. */
  readonly direction: ComplexValue;
  /** A X - B at the present point and at the one before. */
  readonly residual: ComplexValue;
  readonly residualBefore: ComplexValue;
  /** A G, the change of the residual along the step. */
  readonly change: ComplexValue;
  readonly theta: RealValue;
  readonly phi: RealValue;
  /** Added to the curvature, so that a vanishing gradient gives a vanishing step; a constant. */
  readonly guard: RealValue;
}

/**
 * gamma = phi n / m, one for each block: phi times the step from X + theta (X - P) along -G to the minimum of the quadratic, with
 * n = Re <D, R + theta (R - R_before)> and m = Re <D, A G> + guard.
 */
export function lineSearch(search: LineSearch): RealValue {
  const { direction: D, residual: R, residualBefore: P, change: A, theta, phi, guard } = search;
  const { tape, rows, cols, count } = D;
  const gamma = tape.real(1, 1, count);
  const terms = tape.real(1, 2, count);
  for (const operand of [R, P, A]) {
    if (operand.rows !== rows || operand.cols !== cols) throw new RangeError('a line search over unequal shapes');
  }
  checkBlocks(count, R, P, A);
  tape.push({
    inputs: [D, R, P, A, theta, phi, guard],
    outputs: [gamma, terms],
    forward: (emitter) => {
      const [d, r, p, a] = [D, R, P, A].map((value) => emitter.value(value));
      const [t, f, e, c, n] = [theta, phi, guard, gamma, terms].map((value) => emitter.value(value));
      // biome-ignore format: one operand a line
      emitter.lanes.kernels.lineSearch(count, rows, widthOf(d),
        t.address, t.countStride, f.address, f.countStride, e.address,
        c.address, c.countStride, n.address, n.countStride,
        d.address, d.rowStride, d.countStride,
        r.address, r.rowStride, r.countStride,
        p.address, p.rowStride, p.countStride,
        a.address, a.rowStride, a.countStride);
    },
    backward: (emitter) => {
      const dGamma = emitter.gradient(gamma);
      const [d, r, p, a] = [D, R, P, A].map((value) => emitter.value(value));
      const [t, f, n] = [theta, phi, terms].map((value) => emitter.value(value));
      const [dD, dR, dP, dA] = [D, R, P, A].map((value) => emitter.adding(value));
      const [dTheta, dPhi] = [theta, phi].map((value) => emitter.share(value));
      // biome-ignore format: one operand a line
      emitter.lanes.kernels.lineSearchGradient(count, rows, widthOf(d),
        t.address, t.countStride, f.address, f.countStride,
        n.address, n.countStride, dGamma.address, dGamma.countStride,
        d.address, d.rowStride, d.countStride,
        r.address, r.rowStride, r.countStride,
        p.address, p.rowStride, p.countStride,
        a.address, a.rowStride, a.countStride,
        dD.address, dD.rowStride, dD.countStride,
        dR.address, dR.rowStride, dR.countStride,
        dP.address, dP.rowStride, dP.countStride,
        dA.address, dA.rowStride, dA.countStride,
        dTheta.mode, dTheta.gradient.address, dTheta.gradient.countStride,
        dPhi.mode, dPhi.gradient.address, dPhi.gradient.countStride);
    },
  });
  return gamma;
}

function checkBlocks(count: number, ...values: readonly ComplexValue[]): void {
  if (values.some((value) => value.count !== count))
    throw new RangeError('the matrices of a step differ in their blocks');
}

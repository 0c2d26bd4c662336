import { addDiagonal as addToDiagonal } from '../../../lanes/index.ts';
import {
  addDiagonal,
  type ComplexValue,
  divide,
  extrapolate,
  gram,
  hermitianPart,
  innerProduct,
  lineSearch,
  logDet,
  momentumStep,
  multiply,
  type RealValue,
  scale,
  spectralBound,
  sqrt,
  squaredNorm,
  subtract,
  sum,
  type Tape,
  trace,
} from '../../../lanes/tape/index.ts';

/** Sizes and constants that the network is recorded for. */
export interface NetworkShape {
  readonly M: number;
  readonly K: number;
  readonly N: number;
  readonly d: number;
  readonly P: number;
  readonly sigma2: number;
  readonly alpha: ArrayLike<number>;
  /** Gradient steps on U, Schulz iterations on W and gradient steps on V in a layer. */
  readonly Ju: number;
  readonly Jw: number;
  readonly Jv: number;
  /** Layers. */
  readonly L: number;
}

/**
 * Added to the denominators of the step sizes, so that a gradient that vanishes gives no step: the 1e-9 of the authors' program,
 * where gradients have their factor 2 and denominators are doubled once more.
 */
const tiny = 1e-9 / 8;

/** phi, theta and xi of one gradient step. */
export interface StepParameters {
  readonly phi: RealValue;
  readonly theta: RealValue;
  readonly xi: RealValue;
}

/** What the users receive of V: T = H V (K N x K d), its blocks T_kk = H_k V_k, and Q_k = sum_m H_k V_m V_m^H H_k^H + sigma^2 I. */
interface Received {
  readonly T: ComplexValue;
  readonly wanted: ComplexValue;
  readonly Q: ComplexValue;
}

/** E_k and E_k W_k of normalized weights. */
interface Weights {
  readonly E: ComplexValue;
  readonly W: ComplexValue;
  readonly EW: ComplexValue;
}

/** A convex quadratic in X with the residual A X - B. */
interface Quadratic {
  readonly B: ComplexValue;
  /** A X. */
  apply(X: ComplexValue, into?: ComplexValue): ComplexValue;
  /** The direction that the residual at X + xi (X - X_before) gives. */
  gradientAt(xi: RealValue, residual: ComplexValue, before: ComplexValue, into: ComplexValue): ComplexValue;
  /** A direction G as the line search weighs it: with the metric in which the gradient was taken. */
  underMetric(G: ComplexValue): ComplexValue;
}

/** The updates of a layer as operations on a tape, for channels H. */
export class UnfoldedUpdates {
  readonly #tape: Tape;
  readonly #shape: NetworkShape;
  readonly #H: ComplexValue;
  readonly #Hk: ComplexValue;
  readonly #sigma2: RealValue;
  readonly #tiny: RealValue;
  readonly #two: RealValue;

  constructor(tape: Tape, shape: NetworkShape, H: ComplexValue) {
    this.#tape = tape;
    this.#shape = shape;
    this.#H = H;
    this.#Hk = H.rowBlocks(shape.N);
    this.#sigma2 = tape.constant(shape.sigma2);
    this.#tiny = tape.constant(tiny);
    this.#two = tape.constant(2);
  }

  /** For V of power P, at which the noise of eq. (10) is sigma^2. */
  receive(V: ComplexValue): Received {
    const { N, d } = this.#shape;
    const T = multiply(this.#H, V);
    return { T, wanted: T.diagonalBlocks(N, d), Q: addDiagonal(gram(T.rowBlocks(N)), this.#sigma2) };
  }

  /**
   * U_k = rho_k D_k with the rho_k that makes Tr(E_k) smallest, Re Tr(D_k^H H_k V_k) / Tr(D_k^H Q_k D_k). D_k = I for d = N as in
   * the paper, else the matched filter H_k V_k.
   */
  initialU({ wanted, Q }: Received): ComplexValue {
    const { N, d } = this.#shape;
    if (d === N) return scale(divide(trace(wanted), trace(Q)), this.#identity(N));
    return scale(divide(squaredNorm(wanted), innerProduct(wanted, multiply(Q, wanted))), wanted);
  }

  /** W_k = I / Tr(E_k), normalized, after the Schulz iterations of the warm start. */
  initialW(U: ComplexValue, received: Received): ComplexValue {
    const { d } = this.#shape;
    const E = this.error(U, subtract(multiply(received.Q, U), received.wanted), received);
    const W = scale(divide(this.#tape.constant(1), trace(E)), this.#identity(d));
    return this.schulz(this.normalized(W, E));
  }

  /** E_k of eq. (7) from the residual Q_k U_k - H_k V_k: I - (H_k V_k)^H U_k + U_k^H residual. */
  error(U: ComplexValue, residual: ComplexValue, { wanted }: Received): ComplexValue {
    const change = subtract(multiply(U.adjoint, residual), multiply(wanted.adjoint, U));
    return hermitianPart(addDiagonal(change, this.#tape.constant(1)));
  }

  /** Eq. (40): W_k / eta(E_k W_k). */
  normalized(W: ComplexValue, E: ComplexValue): Weights {
    const EW = multiply(E, W);
    const reciprocal = divide(this.#tape.constant(1), spectralBound(EW));
    return { E, W: scale(reciprocal, W), EW: scale(reciprocal, EW) };
  }

  /** Eq. (16), Jw times; the Hermitian part is taken, rounding must not grow. */
  schulz({ E, W: first, EW: firstEW }: Weights): ComplexValue {
    let W = first;
    let EW = firstEW;
    for (let j = 0; j < this.#shape.Jw; j++) {
      if (j > 0) EW = multiply(E, W);
      W = hermitianPart(subtract(scale(this.#two, W), multiply(W, EW)));
    }
    return W;
  }

  /** Eq. (41), one step a parameter set, with the best step size of every user. Gives U and the residual Q_k U_k - H_k V_k. */
  stepsOnU(
    U0: ComplexValue,
    W: ComplexValue,
    { wanted, Q }: Received,
    steps: readonly StepParameters[],
  ): [ComplexValue, ComplexValue] {
    const quadratic: Quadratic = {
      B: wanted,
      apply: (U, into) => multiply(Q, U, into),
      gradientAt: (xi, residual, before, into) => multiply(extrapolate(residual, before, xi), W, into),
      underMetric: (G) => multiply(G, W),
    };
    return this.#descend(quadratic, U0, steps);
  }

  /** Eq. (42), one step a parameter set, with the best step size common to all users, and the scaling to power P after them. */
  stepsOnV(V0: ComplexValue, U: ComplexValue, W: ComplexValue, steps: readonly StepParameters[]): ComplexValue {
    const { F, B } = this.#quadratic(U, W);
    const quadratic: Quadratic = {
      B,
      apply: (V, into) => multiply(F, V, into),
      gradientAt: (xi, residual, before, into) => extrapolate(residual, before, xi, into),
      underMetric: (G) => G,
    };
    const [V] = this.#descend(quadratic, V0, steps);
    return scale(sqrt(divide(this.#tape.constant(this.#shape.P), squaredNorm(V))), V);
  }

  /**
   * Accelerated steps from X0, with the point before it at 0 as the paper sets it. X and its residual A X - B move alike, by G
   * and by A G: they are kept above each other and take each step as one matrix. Gives X and its residual.
   */
  #descend(quadratic: Quadratic, X0: ComplexValue, steps: readonly StepParameters[]): [ComplexValue, ComplexValue] {
    const { rows, cols, count } = X0;
    const stacked = () => this.#tape.complex(2 * rows, cols, count);
    const upper = (stack: ComplexValue) => stack.rowRange(0, rows);
    const lower = (stack: ComplexValue) => stack.rowRange(rows, rows);
    let [point, before] = [stacked(), stacked()];
    scale(this.#tape.constant(1), X0, upper(point));
    subtract(quadratic.apply(X0), quadratic.B, lower(point));
    scale(this.#tape.constant(0), X0, upper(before));
    scale(this.#tape.constant(-1), quadratic.B, lower(before));
    for (const { phi, theta, xi } of steps) {
      const step = stacked();
      const G = quadratic.gradientAt(xi, lower(point), lower(before), upper(step));
      const gamma = lineSearch({
        direction: quadratic.underMetric(G),
        residual: lower(point),
        residualBefore: lower(before),
        change: quadratic.apply(G, lower(step)),
        theta,
        phi,
        guard: this.#tiny,
      });
      [point, before] = [momentumStep(point, before, theta, gamma, step), point];
    }
    return [upper(point), lower(point)];
  }

  /** f as a function of V is Tr(V^H F V) - 2 Re Tr(B^H V) and a constant, eq. (19). */
  #quadratic(U: ComplexValue, W: ComplexValue): { F: ComplexValue; B: ComplexValue } {
    const { M, K, d, P, sigma2 } = this.#shape;
    const X = this.#tape.complex(M, K * d);
    multiply(this.#Hk.adjoint, U, X.columnBlocks(d));
    const B = this.#tape.complex(M, K * d);
    const weighted = this.#weighted(W);
    multiply(X.columnBlocks(d), weighted, B.columnBlocks(d));
    const noise = scale(this.#tape.constant(sigma2 / P), sum(innerProduct(U, multiply(U, weighted))));
    return { F: addDiagonal(hermitianPart(multiply(B, X.adjoint)), noise), B };
  }

  /** sum_k alpha_k (log det Q_k - log det(Q_k - T_kk T_kk^H)), eqs. (3), (4), in nats. */
  weightedSumRate({ wanted, Q }: Received): RealValue {
    return sum(this.#weighted(subtract(logDet(Q), logDet(subtract(Q, gram(wanted))))));
  }

  /** alpha_k times what belongs to user k. */
  #weighted<V extends ComplexValue | RealValue>(values: V): V {
    const { alpha, K } = this.#shape;
    if (Array.from(alpha).every((priority) => priority === 1)) return values;
    const priorities = this.#tape.realConstant(1, 1, K, (matrix) => {
      for (let k = 0; k < K; k++) matrix.at(k).fill(alpha[k]);
    });
    return scale(priorities, values);
  }

  #identity(n: number): ComplexValue {
    return this.#tape.complexConstant(n, n, (matrix) => addToDiagonal(matrix, matrix.lanes.constant(1)));
  }
}

import type { Observer } from '../../contracts/problem.ts';
import type { TrialRange } from '../../contracts/scenario.ts';
import { rangeOf } from '../../downlink/downlink.ts';
import type { Solution } from '../../downlink/solution.ts';
import {
  type ComplexMatrix,
  cholesky,
  copy,
  type Factor,
  type Group,
  gram,
  type Lanes,
  load,
  multiply,
  solveTriangular,
  store,
} from '../../lanes/index.ts';
import type { Instance } from './instance.ts';

/**
 * The same trials in the span of the channels: with Hbar_b (n x Nt) the channels from station b to all n = B U Nr receive antennas and
 * Hbar_b^H = Q_b R_b, Q_b of orthonormal columns, the stations' antennas give way to n dimensions with channels Hbar_b Q_b = R_b^H
 * (n x n), and V_b = Q_b X_b. What lies outside the span of Q_b reaches nobody; inside, powers are the same, so WMMSE on X_b takes the
 * steps of WMMSE on V_b.
 *
 * Q_b comes from two rounds of Cholesky's factorization of its Gram matrix (CholeskyQR2, Yamamoto et al., 2015): R_b = L^H with
 * L L^H = Hbar_b Hbar_b^H, orthonormal to rounding in the second. Costs 2 (4 Nt n^2 + 4/3 n^3 + 4 Nt n^2) + 8 Nt n^2 real operations a
 * station, once; linear in Nt, as an iteration after it does not depend on Nt.
 */
export class Reduction {
  /** The trials in n dimensions. */
  readonly instance: Instance;
  readonly #whole: Instance;
  readonly #lanes: Lanes;
  readonly #H: ComplexMatrix;
  readonly #L: Factor;
  /** Q_1^H ... Q_B^H, n x Nt. */
  readonly #Q: ComplexMatrix;
  readonly #V: ComplexMatrix;
  /** First trial of the group that Q is of. */
  #first = -1;

  /** Allocates in `lanes` for the trials of `instance`, which have Nt > n. */
  constructor(lanes: Lanes, instance: Instance) {
    const { B, M, K, N } = instance;
    const n = K * N;
    this.#whole = instance;
    this.#lanes = lanes;
    this.#H = lanes.complex(n, M, B);
    this.#Q = lanes.complex(n, M, B);
    this.#L = lanes.factor(n, B);
    this.#V = lanes.complex(M, K * N);
    this.instance = { ...instance, M: n, H: this.#reducedChannels(n) };
  }

  /** X_b = Q_b^H V_b of a group's beamformers. */
  project(X: ComplexMatrix, V: ComplexMatrix, group: Group): void {
    this.#factor(group);
    multiply(this.#stations(X), this.#Q, this.#stations(V));
  }

  /** Passes on what is reported in n dimensions as beamformers for all antennas. */
  lifting(observer: Observer<Solution>): Observer<Solution> {
    return {
      solution: (iteration, range, { V: X }) => {
        this.#factor(this.#groupOf(range));
        multiply(this.#stations(this.#V), this.#Q.adjoint, this.#stations(X));
        observer.solution(iteration, range, { V: this.#V });
      },
      diagnostic: (...reported) => observer.diagnostic(...reported),
      lost: (trial) => observer.lost(trial),
    };
  }

  #stations(V: ComplexMatrix): ComplexMatrix {
    return V.columnBlocks(V.cols / this.#whole.B);
  }

  #groupOf({ first, count }: TrialRange): Group {
    return { first: first - this.#whole.range.first, count };
  }

  /** Hbar_b Q_b of all trials. */
  #reducedChannels(n: number): Float64Array {
    const { B, range } = this.#whole;
    const reduced = new Float64Array(range.count * 2 * B * n * n);
    this.#lanes.scope(() => {
      const R = this.#lanes.complex(n, n, B);
      for (const group of this.#lanes.groups(range.count)) {
        this.#factor(group);
        multiply(R, this.#H, this.#Q.adjoint);
        store(R, reduced, group);
      }
    });
    return reduced;
  }

  /** Writes Q of the group, unless it is there already. */
  #factor(group: Group): void {
    const { first } = rangeOf(this.#whole, group);
    if (this.#first === first) return;
    this.#first = first;
    load(this.#H, this.#whole.H, group);
    copy(this.#Q, this.#H);
    for (let round = 0; round < 2; round++) {
      gram(this.#L.matrix, this.#Q);
      cholesky(this.#L, this.#L.matrix);
      solveTriangular(this.#Q, this.#L, this.#Q);
    }
  }
}

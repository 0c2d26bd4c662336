import fc from 'fast-check';
import { CholeskyDecomposition, EigenvalueDecomposition, Matrix, inverse as textbookInverse } from 'ml-matrix';
import { expect, test } from 'vitest';
import {
  cholesky,
  engine,
  inverse,
  load,
  logDet,
  solve,
  solveFromRight,
  solveTriangular,
  solveTriangularRight,
} from '../../src/lanes/index.ts';
import {
  adjoint,
  engines,
  expectNear,
  expectTrial,
  framed,
  precisions,
  randomTrials,
  read,
  size,
  trialOf,
} from './oracle.ts';

/** Trials of Hermitian positive definite matrices G G^H + ridge I, rounded to single precision. */
function positiveTrials(trials: number, n: number, seed: number, ridge = 0.5): Float64Array {
  const g = randomTrials(trials, n, n, seed);
  const out = new Float64Array(trials * n * n * 2);
  for (let trial = 0; trial < trials; trial++) {
    const G = trialOf(g, trial, n, n);
    const A = G.mmul(adjoint(G)).add(Matrix.eye(2 * n).mul(ridge));
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) {
        const at = 2 * ((trial * n + i) * n + j);
        out[at] = Math.fround(A.get(i, j));
        out[at + 1] = i === j ? 0 : Math.fround(A.get(i + n, j));
      }
    }
  }
  return out;
}

/** The factor with its true diagonal and a clean upper triangle, as trials. */
function factorTrials(l: Float64Array, n: number): Float64Array {
  return l.map((value, at) => {
    const entry = Math.floor(at / 2) % (n * n);
    const [i, j] = [Math.floor(entry / n), entry % n];
    if (i < j) return 0;
    return i === j && at % 2 === 0 ? 1 / value : value;
  });
}

test('L L^H gives A back, in place too, and only the lower triangle of A is read', () => {
  fc.assert(
    fc.property(engines, size(12), size(3), fc.boolean(), ({ lanes, tolerance }, n, count, inPlace) => {
      const trials = lanes.width;
      const group = { first: 0, count: trials };
      const a = positiveTrials(trials * count, n, 1);
      const spoiled = a.map((value, at) => {
        const entry = Math.floor(at / 2) % (n * n);
        return Math.floor(entry / n) < entry % n ? Number.NaN : value;
      });
      lanes.scope(() => {
        const L = lanes.factor(n, count);
        const A = inPlace ? L.matrix : framed(lanes, n, n, count).inside;
        const failed = lanes.mask();
        load(A, spoiled, group);
        cholesky(L, A, failed);
        expect(failed.countTrue(lanes.width)).toBe(0);
        const l = factorTrials(read(L.matrix, trials), n);
        for (let trial = 0; trial < trials * count; trial++) {
          const factor = trialOf(l, trial, n, n);
          expectTrial(a, trial, factor.mmul(adjoint(factor)), tolerance);
        }
      });
    }),
    { numRuns: 80 },
  );
});

test('triangular and full solves from both sides', () => {
  fc.assert(
    fc.property(engines, size(9), size(7), fc.boolean(), ({ lanes, tolerance }, n, m, inPlace) => {
      const trials = lanes.width;
      const group = { first: 0, count: trials };
      const a = positiveTrials(trials, n, 2);
      const b = randomTrials(trials, n, m, 3);
      const c = randomTrials(trials, m, n, 4);
      lanes.scope(() => {
        const A = lanes.complex(n, n);
        const L = lanes.factor(n);
        load(A, a, group);
        cholesky(L, A);
        const l = factorTrials(read(L.matrix, trials), n);
        /** Runs a solve on a framed right-hand side and gives what it leaves in the first `trials` lanes. */
        const solved = (
          rows: number,
          cols: number,
          data: Float64Array,
          run: (X: typeof A, B: typeof A) => void,
        ): Float64Array => {
          const B = framed(lanes, rows, cols);
          const X = inPlace ? B : framed(lanes, rows, cols);
          load(B.inside, data, group);
          run(X.inside, B.inside);
          X.expectFrameUntouched();
          return read(X.inside, trials);
        };
        const left = solved(n, m, b, (X, B) => solveTriangular(X, L, B));
        const leftAdjoint = solved(n, m, b, (X, B) => solveTriangular(X, L.adjoint, B));
        const right = solved(m, n, c, (X, B) => solveTriangularRight(X, B, L));
        const rightAdjoint = solved(m, n, c, (X, B) => solveTriangularRight(X, B, L.adjoint));
        const whole = solved(n, m, b, (X, B) => solve(X, L, B));
        const wholeRight = solved(m, n, c, (X, B) => solveFromRight(X, B, L));
        for (let trial = 0; trial < trials; trial++) {
          const factor = trialOf(l, trial, n, n);
          const matrix = trialOf(a, trial, n, n);
          const [X, Y] = [(x: Float64Array) => trialOf(x, trial, n, m), (x: Float64Array) => trialOf(x, trial, m, n)];
          expectTrial(b, trial, factor.mmul(X(left)), tolerance);
          expectTrial(b, trial, adjoint(factor).mmul(X(leftAdjoint)), tolerance);
          expectTrial(b, trial, matrix.mmul(X(whole)), tolerance);
          expectTrial(c, trial, Y(right).mmul(factor), tolerance);
          expectTrial(c, trial, Y(rightAdjoint).mmul(adjoint(factor)), tolerance);
          expectTrial(c, trial, Y(wholeRight).mmul(matrix), tolerance);
        }
      });
    }),
    { numRuns: 80 },
  );
});

test('the inverse and the log-determinant of each block', () => {
  fc.assert(
    fc.property(engines, size(9), size(3), ({ lanes, tolerance }, n, count) => {
      const trials = lanes.width;
      const a = positiveTrials(trials * count, n, 5);
      lanes.scope(() => {
        const A = lanes.complex(n, n, count);
        const L = lanes.factor(n, count);
        const X = framed(lanes, n, n, count);
        const s = lanes.scalar(count);
        load(A, a, { first: 0, count: trials });
        cholesky(L, A);
        inverse(X.inside, L);
        logDet(s, L);
        X.expectFrameUntouched();
        const x = read(X.inside, trials);
        const logs = read(s, trials);
        for (let trial = 0; trial < trials * count; trial++) {
          const matrix = trialOf(a, trial, n, n);
          expectTrial(x, trial, textbookInverse(matrix), 10 * tolerance);
          // The real form has every eigenvalue twice.
          const { lowerTriangularMatrix } = new CholeskyDecomposition(matrix);
          const expected = lowerTriangularMatrix.diagonal().reduce((sum, value) => sum + Math.log(value), 0);
          expectNear(logs[trial], expected, tolerance * n * 10);
        }
      });
    }),
    { numRuns: 60 },
  );
});

test.each(precisions)(
  'the residual of an ill-conditioned solve stays at rounding level in %s',
  (precision, tolerance) => {
    const lanes = engine(precision);
    const n = 6;
    const trials = lanes.width;
    const ridge = tolerance;
    const a = positiveTrials(trials, n, 6, 0).map((value, at) => {
      // The last row and column become those before, scaled: singular but for the ridge on the diagonal.
      const entry = Math.floor(at / 2) % (n * n);
      return value + (at % 2 === 0 && Math.floor(entry / n) === entry % n ? ridge : 0);
    });
    const b = randomTrials(trials, n, 2, 7);
    lanes.scope(() => {
      const A = lanes.complex(n, n);
      const L = lanes.factor(n);
      const X = lanes.complex(n, 2);
      load(A, a, { first: 0, count: trials });
      load(X, b, { first: 0, count: trials });
      cholesky(L, A);
      solve(X, L, X);
      const x = read(X, trials);
      for (let trial = 0; trial < trials; trial++) {
        const solution = trialOf(x, trial, n, 2);
        const residual = trialOf(a, trial, n, n)
          .mmul(solution)
          .sub(trialOf(b, trial, n, 2));
        expect(residual.norm('frobenius')).toBeLessThan(tolerance * 100 * (1 + solution.norm('frobenius')));
      }
    });
  },
);

test.each(precisions)(
  'lanes that are not positive definite are NaN and marked, the others are not disturbed (%s)',
  (precision) => {
    const lanes = engine(precision);
    const n = 4;
    const trials = lanes.width;
    const good = positiveTrials(trials, n, 8);
    const bad = good.slice();
    const perTrial = n * n * 2;
    const spoil = (trial: number, i: number, j: number, value: number) => {
      bad[trial * perTrial + 2 * (i * n + j)] = value;
    };
    spoil(0, 0, 0, -1); // indefinite from the first pivot
    spoil(2, 3, 3, 0); // indefinite at the last pivot
    spoil(3, 2, 1, Number.NaN);
    spoil(5, 1, 1, Number.POSITIVE_INFINITY);
    bad.fill(0, 6 * perTrial, 7 * perTrial); // singular
    const expectedBad = [0, 2, 3, 5, 6];
    lanes.scope(() => {
      const A = lanes.complex(n, n);
      const L = lanes.factor(n);
      const X = lanes.complex(n, n);
      const s = lanes.scalar();
      const failed = lanes.mask();
      failed.set(1, true); // an earlier failure is kept
      const results = (data: Float64Array) => {
        load(A, data, { first: 0, count: trials });
        cholesky(L, A, failed);
        inverse(X, L);
        logDet(s, L);
        return { x: read(X, trials), s: read(s, trials) };
      };
      const clean = results(good);
      expect(failed.countTrue(trials)).toBe(1);
      const mixed = results(bad);
      for (let lane = 0; lane < trials; lane++) {
        const isBad = expectedBad.includes(lane);
        expect(failed.get(lane)).toBe(isBad || lane === 1);
        const slice = [lane * perTrial, (lane + 1) * perTrial] as const;
        if (isBad) {
          expect(mixed.x.slice(...slice).every(Number.isNaN)).toBe(true);
          expect(mixed.s[lane]).toBeNaN();
        } else {
          expect(mixed.x.slice(...slice)).toEqual(clean.x.slice(...slice));
          expect(mixed.s[lane]).toBe(clean.s[lane]);
        }
      }
    });
  },
);

test('a hand-worked factor: [[4, 2-2i], [2+2i, 6]] = L L^H with L = [[2, 0], [1+i, 2]]', () => {
  const lanes = engine('f64');
  lanes.scope(() => {
    const A = lanes.complex(2, 2);
    const L = lanes.factor(2);
    const s = lanes.scalar();
    load(A, Float64Array.of(4, 0, 2, -2, 2, 2, 6, 0), { first: 0, count: 1 });
    cholesky(L, A);
    logDet(s, L);
    const l = read(L.matrix, 1);
    expect([...l.slice(0, 2), ...l.slice(4)]).toEqual([0.5, 0, 1, 1, 0.5, 0]);
    expectNear(s.get(0), Math.log(16), 1e-15);
  });
});

test('a matrix is refused by the real form exactly where its smallest eigenvalue is not positive', () => {
  const lanes = engine('f64');
  const n = 2;
  const trials = lanes.width;
  const a = positiveTrials(trials, n, 9, -0.3);
  lanes.scope(() => {
    const A = lanes.complex(n, n);
    const failed = lanes.mask();
    load(A, a, { first: 0, count: trials });
    cholesky(lanes.factor(n), A, failed);
    const smallest = Array.from({ length: trials }, (_, trial) =>
      Math.min(...new EigenvalueDecomposition(trialOf(a, trial, n, n), { assumeSymmetric: true }).realEigenvalues),
    );
    expect(smallest.map((value) => value <= 0)).toEqual(smallest.map((_, lane) => failed.get(lane)));
    expect(new Set(smallest.map((value) => value <= 0)).size).toBe(2);
  });
});

import { describe, expect, test } from 'vitest';
import { FullTransmitter } from '../../src/downlink/full-transmitter.ts';
import { GramTransmitter } from '../../src/downlink/gram-transmitter.ts';
import { MmseReceiver } from '../../src/downlink/receiver.ts';
import {
  type ComplexMatrix,
  engine,
  gram,
  load,
  mirror,
  multiply,
  type RealMatrix,
  store,
} from '../../src/lanes/index.ts';
import type { Instance } from '../../src/problems/beamforming/instance.ts';
import {
  caseOf,
  channelsOf,
  distance,
  eye,
  inv,
  plus,
  powerOf,
  receivers,
  scaled,
  times,
  transmitSystem,
} from '../problems/beamforming/oracle.ts';
import { beamsOf, draw } from '../problems/beamforming/solving.ts';

const one = { first: 0, count: 1 };

const scenarios = [
  { M: 6, K: 3, N: 2, d: 2, alpha: '1 0.3 2' },
  { M: 8, K: 2, N: 3, d: 2, alpha: '0.5' },
  { M: 5, K: 2, N: 4, d: 2 },
  { M: 4, K: 3, N: 2, d: 2, snr: 20 },
];

/** V(ridge), H V, the power and its slope by one of the forms, after another ridge was tried. */
function transmitted(instance: Instance, form: 'full' | 'gram', c: number, ridge: number) {
  const { M, K, N, d } = instance;
  const lanes = engine('f64');
  return lanes.scope(() => {
    const [H, G] = [lanes.complex(K * N, M), lanes.complex(K * N, K * N)];
    const [V, T] = [lanes.complex(M, K * d), lanes.complex(K * N, K * d)];
    const [p, q] = [lanes.scalar(), lanes.scalar()];
    load(H, instance.H, one);
    load(V, valuesOf(instance), one);
    gram(G, H);
    mirror(G);
    multiply(T, H, V);
    const receiver = new MmseReceiver(instance, T);
    const users = { first: 0, count: K };
    const transmitter =
      form === 'full' ? new FullTransmitter(receiver, H, users) : new GramTransmitter(receiver, G, users);
    receiver.weigh(lanes.constant(c));
    receiver.filter();
    transmitter.prepare();
    transmitter.solve(lanes.constant(2));
    transmitter.solve(lanes.constant(ridge));
    transmitter.power(p);
    transmitter.correctPower(p);
    transmitter.slope(q);
    transmitter.receive(T);
    transmitter.form(V, H);
    return { V: beamsOf(instance, read(V), 0), T: read(T), power: p.get(0), slope: q.get(0) };
  });
}

function read(X: ComplexMatrix | RealMatrix): Float64Array {
  const values = new Float64Array(2 * X.rows * X.cols);
  store(X, values, one);
  return values;
}

function valuesOf({ M, K, d, streams }: Instance): Float64Array {
  const values = new Float64Array(2 * M * K * d);
  streams.of('noise', 3).complexNormal(values);
  return values;
}

describe.each(scenarios)('V of both forms at %o', (axes) => {
  const instance = draw(axes, 1);
  const given = caseOf(instance, 0);
  const { U, W } = receivers(given, beamsOf(instance, valuesOf(instance), 0), 0.7);
  const { A, B } = transmitSystem(given, U, W);
  const solved = (ridge: number) => {
    const inverse = inv(plus(A, scaled(eye(instance.M), ridge)));
    return B.map((Bk) => times(inverse, Bk));
  };

  test.each(['full', 'gram'] as const)('%s', (form) => {
    for (const ridge of [0.4, 3, 0.01]) {
      const { V, T, power, slope } = transmitted(instance, form, 0.7, ridge);
      const expected = solved(ridge);
      expect(distance(V, expected)).toBeLessThan(1e-9);
      expect(power / powerOf(expected)).toBeCloseTo(1, 10);
      channelsOf(instance, 0).forEach((Hk, k) => {
        expected.forEach((Vm, m) => {
          const product = times(Hk, Vm);
          for (let i = 0; i < instance.N; i++) {
            for (let j = 0; j < instance.d; j++) {
              const at = 2 * ((k * instance.N + i) * instance.K * instance.d + m * instance.d + j);
              expect(T[at]).toBeCloseTo(product.get(i, j), 9);
              expect(T[at + 1]).toBeCloseTo(product.get(i + instance.N, j), 9);
            }
          }
        });
      });
      const step = 1e-5 * ridge;
      const central = (powerOf(solved(ridge - step)) - powerOf(solved(ridge + step))) / (4 * step);
      expect(slope / central).toBeCloseTo(1, 5);
    }
  });
});

test('the power in the space of the streams is right where its terms cancel', () => {
  const drawn = draw({ M: 8, K: 3, N: 2, d: 2 }, 1);
  // The ridge is far above X^H X: Re Tr(Z^H D) and r ||Z||^2 agree to seven digits.
  const small = { ...drawn, H: drawn.H.map((value) => 1e-4 * value) };
  const [full, gramForm] = (['full', 'gram'] as const).map((form) => transmitted(small, form, 1, 1));
  expect(gramForm.power / full.power).toBeCloseTo(1, 12);
  expect(full.power).toBeGreaterThan(0);
});

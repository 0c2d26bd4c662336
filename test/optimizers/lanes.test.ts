import { expect, test } from 'vitest';
import { type ComplexMatrix, engine, load, type RealMatrix } from '../../src/lanes/index.ts';
import { LaneAdam } from '../../src/optimizers/lanes.ts';
import { numbers, read } from '../lanes/oracle.ts';

/** Adam as printed, for one number. */
function textbook(x: number, gradients: readonly number[], rate: number, beta1: number, beta2: number, eps: number) {
  let m = 0;
  let v = 0;
  gradients.forEach((g, i) => {
    m = beta1 * m + (1 - beta1) * g;
    v = beta2 * v + (1 - beta2) * g * g;
    const mHat = m / (1 - beta1 ** (i + 1));
    const vHat = v / (1 - beta2 ** (i + 1));
    x += (rate * mHat) / (Math.sqrt(vHat) + eps);
  });
  return x;
}

const steps = 12;

test.each([
  ['f64', 'real', 1e-13],
  ['f64', 'complex', 1e-13],
  ['f32', 'real', 1e-5],
  ['f32', 'complex', 1e-5],
] as const)('ascends in every lane and entry as printed (%s, %s)', (precision, kind, tolerance) => {
  const lanes = engine(precision);
  lanes.scope(() => {
    const make = () => (kind === 'real' ? lanes.real(3, 4) : lanes.complex(3, 2));
    const x = make();
    const g = make();
    const count = 12 * lanes.width;
    const group = { first: 0, count: lanes.width };
    const next = numbers(5);
    const start = Float64Array.from({ length: count }, next);
    load(x, start, group);
    const rate = { kind: 'constant', rate: 0.03 } as const;
    const settings = { rate, beta1: 0.8, beta2: 0.95, epsilon: 1e-3 };
    const adam = new LaneAdam<ComplexMatrix | RealMatrix>(x, settings);
    const history: Float64Array[] = [];
    for (let run = 0; run < 2; run++) {
      adam.restart();
      load(x, start, group);
      history.length = 0;
      for (let step = 0; step < steps; step++) {
        history.push(Float64Array.from({ length: count }, () => Math.fround(10 * next())));
        load(g, history[step], group);
        adam.advance();
        adam.move(g);
      }
    }
    read(x, lanes.width).forEach((value, i) => {
      const gradients = history.map((all) => all[i]);
      expect(Math.abs(value - textbook(start[i], gradients, 0.03, 0.8, 0.95, 1e-3))).toBeLessThan(tolerance);
    });
  });
});

test('has the settings of the paper unless told otherwise, and a first step of the learning rate', () => {
  const lanes = engine('f64');
  lanes.scope(() => {
    const x = lanes.scalar();
    const g = lanes.scalar();
    const adam = new LaneAdam(x, { rate: { kind: 'constant', rate: 0.1 } });
    g.fill(-7);
    adam.advance();
    adam.move(g);
    expect(x.get(0)).toBeCloseTo(-0.1, 8);
    g.fill(3);
    adam.advance();
    adam.move(g);
    expect(x.get(0)).toBeCloseTo(textbook(0, [-7, 3], 0.1, 0.9, 0.999, 1e-8), 12);
  });
});

test('a recorded move takes the step that was begun last', () => {
  const lanes = engine('f64');
  lanes.scope(() => {
    const x = lanes.scalar();
    const g = lanes.scalar();
    g.fill(2);
    const adam = new LaneAdam(x, { rate: { kind: 'constant', rate: 0.1 } });
    const program = lanes.record(() => adam.move(g));
    for (let step = 0; step < 3; step++) {
      adam.advance();
      program.run();
    }
    expect(x.get(lanes.width - 1)).toBeCloseTo(textbook(0, [2, 2, 2], 0.1, 0.9, 0.999, 1e-8), 12);
  });
});

import { expect, test } from 'vitest';
import { addScaled, gram, LanesEngine, load, multiply } from '../../../src/lanes/index.ts';
import { specialised } from '../../../src/lanes/specialised/module.ts';
import { randomTrials, read } from '../oracle.ts';
import { workload } from '../workload.ts';

test('programs with kernels that are not written for sizes call those of the engine', () => {
  const direct = workload();
  const written = workload();
  const program = written.lanes.specialise(written.body);
  for (let run = 0; run < 3; run++) {
    direct.body();
    program.run();
    expect(written.snapshot()).toEqual(direct.snapshot());
  }
});

test('long programs share functions, and hold all their calls in order', () => {
  const lanes = new LanesEngine('f64');
  const [A, B, C] = [1, 2, 3].map((seed) => {
    const matrix = lanes.complex(3, 3);
    load(matrix, randomTrials(lanes.width, 3, 3, seed), { first: 0, count: lanes.width });
    return matrix;
  });
  const start = [A, B, C].map((matrix) => read(matrix, lanes.width));
  const s = lanes.constant(0.01);
  const body = (times: number) => () => {
    for (let i = 0; i < times; i++) {
      multiply(C, A, B);
      addScaled(A, s, C);
      multiply(B, C, A.adjoint);
      addScaled(B, s, C);
    }
  };
  const result = (run: () => void) => {
    [A, B, C].forEach((matrix, i) => {
      load(matrix, start[i], { first: 0, count: lanes.width });
    });
    run();
    return [A, B, C].map((matrix) => read(matrix, lanes.width));
  };
  for (const times of [1, 40, 80]) {
    expect(result(() => lanes.specialise(body(times)).run())).toEqual(result(body(times)));
  }
});

test('a module grows with the number of calls only by the calls themselves once it is long', () => {
  const product = { kernel: 'product', args: [0, 0, 0, 1, 8, 8, 8, 0, 1024, 0, 9000, 1024, 0, 18000, 1024, 0] };
  const target = { precision: 'f64', rowBytes: 64, arithmetic: 'strict' } as const;
  const bytes = (calls: number) => specialised(Array(calls).fill(product), target).length;
  expect(bytes(2000) - bytes(1000)).toBeLessThan(1000 * 16);
  expect(bytes(40)).toBeGreaterThan(20 * bytes(1) * 0.9);
});

test('sizes beyond what is written out are left to the engine', () => {
  const lanes = new LanesEngine('f32');
  const n = 33;
  const [C, A] = [lanes.complex(n, n), lanes.complex(n, n)];
  load(A, randomTrials(lanes.width, n, n, 1), { first: 0, count: lanes.width });
  const body = () => gram(C, A);
  body();
  const expected = read(C, lanes.width);
  lanes.specialise(body).run();
  expect(read(C, lanes.width)).toEqual(expected);
});

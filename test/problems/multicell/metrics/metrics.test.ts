import { Matrix } from 'ml-matrix';
import { expect, test } from 'vitest';
import { type Complex, norm2, total } from '../../beamforming/oracle.ts';
import { cellsOf, sumRate } from '../oracle.ts';
import { beamsOf, draw, run } from '../solving.ts';

const instance = draw({ B: 2, U: 2, Nt: 3, isd: 0.5, alpha: '1 3 0.5 2' }, 2);
const cells = cellsOf(instance, 1);

test('sum rate, weighted and not, is eq. (1); power is that of the station with most', async () => {
  const { V, metrics } = await run('mrt', instance, {}, ['sum-rate', 'wsr', 'power']);
  const beams = beamsOf(instance, V.get(null)!, 1);
  expect(metrics.get('wsr null')![1]).toBeCloseTo(sumRate(cells, beams), 9);
  expect(metrics.get('sum-rate null')![1]).toBeCloseTo(sumRate({ ...cells, alpha: [1, 1, 1, 1] }, beams), 9);
  expect(metrics.get('power null')![1]).toBeCloseTo(instance.P, 9);
});

test('the stationarity residual is what central differences of eq. (1) give', async () => {
  const { V, metrics } = await run('wmmse', instance, { iterations: 2, start: 'mrt' }, ['kkt']);
  const beams = beamsOf(instance, V.get(2)!, 1);
  const gradient = beams.map((_, k) => differences(beams, k));
  const residuals = [0, 1].map((b) => {
    const [G, own] = [gradient, beams].map((all) => all.filter((_, k) => cells.of[k] === b));
    const along = total(G.map((Gk, i) => Matrix.mul(Gk, own[i]).sum() / 2));
    const multiplier = Math.max(0, along / total(own.map(norm2)));
    return total(G.map((Gk, i) => norm2(Matrix.sub(Gk, Matrix.mul(own[i], multiplier)))));
  });
  const expected =
    (Math.sqrt(total(residuals)) * Math.sqrt(total(beams.map(norm2)))) / (sumRate(cells, beams) * Math.LN2);
  expect(metrics.get('kkt 2')![1] / expected).toBeCloseTo(1, 5);
  expect(expected).toBeGreaterThan(0.01);
});

/** Gradient of the rate in nats with respect to V_k, d/dRe + j d/dIm. */
function differences(beams: readonly Complex[], k: number): Complex {
  const [rows, cols] = [beams[k].rows / 2, beams[k].columns / 2];
  const step = 1e-5;
  const G = new Matrix(2 * rows, 2 * cols);
  for (let row = 0; row < 2 * rows; row++) {
    for (let col = 0; col < cols; col++) {
      const moved = (by: number) => {
        const Vk = beams[k].clone();
        Vk.set(row, col, Vk.get(row, col) + by);
        if (row < rows) Vk.set(rows + row, cols + col, Vk.get(rows + row, cols + col) + by);
        else Vk.set(row - rows, cols + col, Vk.get(row - rows, cols + col) - by);
        return sumRate(cells, beams.with(k, Vk)) * Math.LN2;
      };
      const slope = (moved(step) - moved(-step)) / (2 * step);
      G.set(row, col, slope);
      if (row < rows) G.set(rows + row, cols + col, slope);
      else G.set(row - rows, cols + col, -slope);
    }
  }
  return G;
}

import { expect, test } from 'vitest';
import { AngularDelay, type Grid } from '../../../../src/problems/csi-feedback/cost2100/angular-delay.ts';
import { Paths } from '../../../../src/problems/csi-feedback/cost2100/paths.ts';

/** H[k, n] from the paths, then the inverse DFT over k and the DFT over n, both unitary, term by term. */
function byDefinition({ Nt, Nc, Na, carrier, bandwidth }: Grid, paths: Paths): Float64Array {
  const out = new Float64Array(2 * Na * Nt);
  for (let l = 0; l < Na; l++) {
    for (let a = 0; a < Nt; a++) {
      for (let k = 0; k < Nc; k++) {
        for (let n = 0; n < Nt; n++) {
          let [re, im] = [0, 0];
          for (let p = 0; p < paths.count; p++) {
            const f = carrier - bandwidth / 2 + (k * bandwidth) / Nc;
            const phase = -2 * Math.PI * f * paths.delay[p] - Math.PI * n * paths.cosine[p];
            re += paths.re[p] * Math.cos(phase) - paths.im[p] * Math.sin(phase);
            im += paths.re[p] * Math.sin(phase) + paths.im[p] * Math.cos(phase);
          }
          const turn = 2 * Math.PI * ((k * l) / Nc - (n * a) / Nt);
          const [c, s] = [Math.cos(turn), Math.sin(turn)];
          out[l * Nt + a] += (re * c - im * s) / Math.sqrt(Nc * Nt);
          out[(Na + l) * Nt + a] += (re * s + im * c) / Math.sqrt(Nc * Nt);
        }
      }
    }
  }
  return out;
}

test.each([
  { Nt: 4, Nc: 16, Na: 16 },
  { Nt: 5, Nc: 13, Na: 7 },
  { Nt: 1, Nc: 9, Na: 1 },
])('the geometric sums are the transforms of the frequency response, %j', (sizes) => {
  const grid = { ...sizes, carrier: 3e8, bandwidth: 20e6 };
  const paths = new Paths();
  // Between taps and angles, exactly on them, next to them, beyond the last tap (it comes round again), and end-fire.
  paths.add(0.3, -1, 1.234e-7, 0.31);
  paths.add(1, 0.2, 3 * 50e-9, 0.5);
  paths.add(-0.4, 0.1, 2 * 50e-9 + 1e-19, 0);
  paths.add(0.2, 0.7, 5.4321e-6, -1);
  paths.add(-1, 0.7, 0, 1);
  const out = new Float64Array(2 * sizes.Na * sizes.Nt);
  new AngularDelay(grid).transform(paths, out);
  const expected = byDefinition(grid, paths);
  expect(Math.max(...out.map((value, i) => Math.abs(value - expected[i])))).toBeLessThan(1e-10);
  // Unitary: with all rows kept the energy is that over subcarriers and antennas.
  if (sizes.Na < sizes.Nc) return;
  paths.clear();
  paths.add(0.6, 0.8, 1.777e-7, 0.123);
  new AngularDelay(grid).transform(paths, out);
  expect(out.reduce((sum, value) => sum + value * value, 0)).toBeCloseTo(sizes.Nt * sizes.Nc, 9);
});

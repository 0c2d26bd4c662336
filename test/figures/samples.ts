import type { Figure, FigureRow, FigureSeries, ValueRow } from '../../src/figures/figure.ts';
import { type FigureSpecInput, figureSpec } from '../../src/figures/figure-spec.ts';

/** Made-up curves of the shapes that papers print. They test drawing and claim nothing about any solver. */

type Axes = Record<string, number | string | null>;

export function row(solver: string, metric: string, axes: Axes, mean: number | null, half = 0): FigureRow {
  const at = (offset: number) => (mean === null ? null : mean + offset);
  return { solver, metric, ...axes, n: 1000, mean, stderr: half / 1.96, ci95_low: at(-half), ci95_high: at(half) };
}

export function figure(
  spec: FigureSpecInput,
  series: readonly FigureSeries[],
  rows: readonly FigureRow[],
  more: Partial<Figure> = {},
): Figure {
  return {
    id: 'paper/fig1',
    spec: figureSpec.parse(spec),
    rows,
    series,
    caption: 'Fig. 1. Made-up curves. Profile quick: 1000 trials a point.',
    ...more,
  };
}

const iterations = [1, 2, 3, 4, 5, 6, 7];

/** Sum rate against iterations, with a level to which the curves rise. */
export function convergence(): Figure {
  const curves: [string, number, number][] = [
    ['truncated', 0.55, 0.12],
    ['unfolded(4,2,8)', 0.9, 0.1],
    ['unfolded(1,1,4)', 0.35, 0.15],
  ];
  const rows = [
    row('bisection', 'wsr', { M: 8, K: 2, iteration: null }, 17.62, 0.05),
    ...curves.flatMap(([solver, rate, half]) =>
      iterations.map((iteration) =>
        row(solver, 'wsr', { M: 8, K: 2, iteration }, 17.6 - 5.2 * Math.exp(-rate * iteration), half),
      ),
    ),
  ];
  return figure(
    {
      encoding: {
        x: { field: 'iteration', title: 'Number of iterations/layers, L' },
        y: { field: 'mean', metric: 'wsr', title: 'WSR (bit/s/Hz)' },
      },
    },
    [
      { solver: 'bisection', label: 'WMMSE at convergence', mark: 'rule' },
      { solver: 'truncated', label: 'WMMSE truncated' },
      { solver: 'unfolded(4,2,8)', label: 'unfolded MIF-WMMSE, J_u = 4' },
      { solver: 'unfolded(1,1,4)', label: 'unfolded MIF-WMMSE, J_u = 1' },
    ],
    rows,
    {
      id: 'mif-wmmse/fig3',
      caption:
        'Fig. 3. WSR obtained with M = 8, K = 2, N_r = 2, d = 2 (lightly loaded). Profile quick: 10\u00a0000 channels, not the paper’s 100\u00a0000.',
    },
  );
}

/** Error probability against SNR on a log axis, down to a point without any error. */
export function errorRate(): Figure {
  const snr = [0, 5, 10, 15, 20, 25];
  const solvers: [string, number][] = [
    ['omp', 0.08],
    ['amp', 0.13],
    ['lista', 0.2],
  ];
  const rows = solvers.flatMap(([solver, slope]) =>
    snr.map((value) => {
      const mean = 0.09 * Math.exp(-slope * value - 0.006 * value * value * slope * 10);
      const p = mean < 1e-6 ? 0 : mean;
      return row(solver, 'errors', { snr: value }, p, Math.min(p * 1.2, p * 0.02 + 2e-7 + 0.02 * Math.sqrt(p * 1e-3)));
    }),
  );
  return figure(
    {
      encoding: {
        x: { field: 'snr', title: 'SNR (dB)' },
        y: { metric: 'errors', title: 'Detection error probability', scale: { type: 'log' } },
      },
    },
    [
      { solver: 'omp', label: 'OMP' },
      { solver: 'amp', label: 'AMP-MMV' },
      { solver: 'lista', label: 'LISTA-GS' },
    ],
    rows,
    { id: 'lista-gs/fig10' },
  );
}

/** NMSE in dB of many methods, too crowded for a legend inside. */
export function crowded(): Figure {
  const solvers = ['GROUP LASSO', 'OMP', 'AMP-MMV', 'LISTA-GS', 'LISTA-GSCP', 'ALISTA-GS', 'ISTA-GS', 'Oracle'];
  const rows = solvers.flatMap((solver, i) =>
    Array.from({ length: 41 }, (_, k) =>
      row(solver, 'nmse', { iteration: k }, -(3 + 3.1 * i) * (1 - Math.exp(-k / (4 + i))) - 0.2 * i, 0.25),
    ),
  );
  return figure(
    {
      encoding: { x: { field: 'iteration', title: 'Iteration/Layer' }, y: { title: 'NMSE (dB)' } },
    },
    solvers.map((solver) => ({ solver, label: solver })),
    rows,
    { id: 'lista-gs/fig5' },
  );
}

/** Sum rate against SNR for several numbers of users: colour by solver, dash by K; or one panel for each K. */
export function users(as: 'dash' | 'panel'): Figure {
  const solvers = ['wmmse', 'lagd'];
  const rows = solvers.flatMap((solver, i) =>
    [2, 4, 8].flatMap((K) =>
      [5, 10, 15, 20, 25, 30, 35].map((snr) =>
        row(
          solver,
          'wsr',
          { K, snr },
          (1 + 0.06 * i) * Math.min(K, 4) * Math.log2(1 + 10 ** (snr / 10) / K) * 0.7,
          0.4,
        ),
      ),
    ),
  );
  return figure(
    {
      encoding: {
        x: { field: 'snr', title: 'SNR (dB)' },
        y: { metric: 'wsr', title: 'WSR (bit/s/Hz)' },
        ...(as === 'dash' ? { strokeDash: { field: 'K' } } : {}),
      },
      ...(as === 'panel' ? { facet: { column: { field: 'K' } } } : {}),
    },
    [
      { solver: 'wmmse', label: 'WMMSE' },
      { solver: 'lagd', label: 'LAGD-FNN' },
    ],
    rows,
    { id: 'lagd/fig2' },
  );
}

/** A small generator of fixed values between 0 and 1, for made-up trials. */
export function uniform(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

export function trials(
  solver: string,
  metric: string,
  axes: Axes,
  count: number,
  center: number,
  width: number,
): ValueRow[] {
  const next = uniform(Math.round(center * 1000) + count);
  return Array.from({ length: count }, () => ({
    solver,
    metric,
    ...axes,
    value: center + width * (next() + next() + next() + next() - 2),
  }));
}

/** Spread of the sum rate over trials at each SNR. */
export function spread(): Figure {
  const values = [10, 20, 30].flatMap((snr, i) =>
    ['wmmse', 'lagd', 'adam'].flatMap((solver, j) =>
      trials(solver, 'wsr', { snr }, 400, 6 + 6.5 * i + 0.7 * j * i, 1.5 + 0.6 * i + 0.4 * j),
    ),
  );
  return figure(
    {
      mark: 'box',
      encoding: {
        x: { field: 'snr', title: 'SNR (dB)' },
        y: { field: 'value', metric: 'wsr', title: 'WSR (bit/s/Hz)' },
      },
    },
    [
      { solver: 'wmmse', label: 'WMMSE' },
      { solver: 'lagd', label: 'LAGD-FNN' },
      { solver: 'adam', label: 'Adam' },
    ],
    [],
    { id: 'lagd/fig1b', values },
  );
}

/** Distribution of the sum rate over trials, one panel for each distance between stations. */
export function distribution(): Figure {
  const values = [200, 600].flatMap((isd, i) =>
    ['wmmse', 'ours'].flatMap((solver, j) => trials(solver, 'rate', { isd }, 1000, 9 + 4 * i - 0.8 * j, 2.2)),
  );
  return figure(
    {
      mark: 'ecdf',
      encoding: { x: { field: 'value', metric: 'rate', title: 'Sum rate (nat/s/Hz)' } },
      facet: { column: { field: 'isd', title: 'ISD (m)' } },
    },
    [
      { solver: 'wmmse', label: 'WMMSE' },
      { solver: 'ours', label: 'Structured network' },
    ],
    [],
    { id: 'l2o-sumrate/fig2', values },
  );
}

/** Time by size, on a log axis. */
export function times(): Figure {
  const rows = ['small', 'moderate', 'large'].flatMap((scale, i) => [
    row('wmmse', 'time', { scale }, 0.02 * 8 ** i, 0.004 * 8 ** i),
    row('ours', 'time', { scale }, 0.006 * 3 ** i, 0.0008 * 3 ** i),
  ]);
  return figure(
    {
      mark: 'bar',
      encoding: {
        x: { field: 'scale', title: 'Scale' },
        y: { metric: 'time', title: 'Time (s)', scale: { type: 'log' } },
      },
    },
    [
      { solver: 'wmmse', label: 'WMMSE' },
      { solver: 'ours', label: 'Structured network' },
    ],
    rows,
    { id: 'l2o-sumrate/fig3' },
  );
}

/** One bar a solver, named on the axis. */
export function ratios(): Figure {
  return figure(
    {
      mark: 'bar',
      encoding: { x: { field: 'solver' }, y: { metric: 'ratio', title: 'Time over WMMSE', axis: { format: '.0%' } } },
    },
    [
      { solver: 'a', label: 'WMMSE' },
      { solver: 'b', label: 'MIF-WMMSE without inverses' },
      { solver: 'c', label: 'unfolded MIF-WMMSE, J_u = 4' },
    ],
    [row('a', 'ratio', {}, 1), row('b', 'ratio', {}, 0.62, 0.03), row('c', 'ratio', {}, 0.31, 0.02)],
  );
}

/** NMSE by compression ratio as a table. */
export function table(): Figure {
  const rows = ['CsiNet', 'TiLISTA', 'Csi-L2O'].flatMap((solver, i) =>
    [0.25, 0.125, 0.0625].map((compression, j) => row(solver, 'nmse', { compression }, -21.3 - 3 * i + 5.4 * j, 0.123)),
  );
  return figure(
    {
      mark: 'table',
      encoding: {
        x: { field: 'compression', title: 'NMSE (dB) at compression ratio', axis: { format: 'fraction' } },
        y: { metric: 'nmse' },
      },
    },
    ['CsiNet', 'TiLISTA', 'Csi-L2O'].map((solver) => ({ solver, label: solver })),
    rows,
    { id: 'csi-l2o/table4' },
  );
}

/** Size of the entries of two arrays, in a colour each. */
export function entries(): Figure {
  const rows = ['indoor', 'outdoor'].flatMap((environment, i) =>
    Array.from({ length: 12 }, (_, at) => row('channel', 'size', { environment, iteration: at + 1 }, (at + i) / 13)),
  );
  return figure(
    {
      mark: 'heat',
      encoding: {
        x: { field: 'angle', title: 'Angle' },
        y: { field: 'delay', title: 'Delay', scale: { reverse: true } },
        color: { metric: 'size', title: 'Size over the largest', scale: { domain: [0, 1] } },
      },
      transform: [{ split: { field: 'iteration', size: 4, as: ['delay', 'angle'] } }],
      facet: { column: { field: 'environment', title: '' } },
    },
    [{ solver: 'channel', label: 'channel' }],
    rows,
    { id: 'csi-l2o/fig3a' },
  );
}

/** Every sample by name. */
export const samples: Readonly<Record<string, () => Figure>> = {
  convergence,
  errorRate,
  crowded,
  'users by dash': () => users('dash'),
  'users by panel': () => users('panel'),
  spread,
  distribution,
  times,
  ratios,
  table,
};

import { dot, log2, minus, type Num, num, over, plus, sigmoid, sqrt, tanh, times } from './autodiff.ts';

/*
 * LAGD for one MISO channel, literally after the paper's equations, with every gradient by automatic differentiation of single
 * numbers. V and its gradient are rows [Re v_i, Im v_i], one a user.
 */

type Rows = readonly (readonly Num[])[];
export type Arrays = Readonly<Record<string, unknown>>;

/** h_i as M complex numbers [re, im], for each user i; y_i = h_i x as in the project (the paper's h_i^H). */
export type Channel = readonly (readonly (readonly [number, number])[])[];

export interface Setting {
  readonly H: Channel;
  readonly P: number;
  readonly sigma2: number;
  readonly network: 'fnn' | 'lstm' | 'cnn';
  readonly layers: number;
  readonly activation: 'none' | 'tanh';
  readonly memory: 'none' | 'carried';
  readonly convolution: '1-d' | '2-d';
  readonly kernel: number;
  readonly variant: 'anchored' | 'iterated';
  readonly learningRate: number;
  readonly iterations: number;
  readonly theta: Arrays;
  readonly V0: readonly (readonly number[])[];
}

/** Eqs. (2), (3): the sum rate in bits. */
function rate({ H, sigma2 }: Setting, V: Rows): Num {
  const M = H[0].length;
  const rates = H.map((h, i) => {
    const powers = V.map((v) => {
      const re = plus(...h.map(([a, b], m) => minus(times(num(a), v[m]), times(num(b), v[M + m]))));
      const im = plus(...h.map(([a, b], m) => plus(times(num(a), v[M + m]), times(num(b), v[m]))));
      return plus(times(re, re), times(im, im));
    });
    const interference = plus(num(sigma2), ...powers.filter((_, j) => j !== i));
    return log2(plus(num(1), over(powers[i], interference)));
  });
  return plus(...rates);
}

/** Eq. (8). */
function project(V: Rows, P: number): Rows {
  const power = plus(...V.flatMap((row) => row.map((x) => times(x, x))));
  if (power.value <= P) return V;
  const factor = over(num(Math.sqrt(P)), sqrt(power));
  return V.map((row) => row.map((x) => times(x, factor)));
}

/** V at every iteration. */
export function iterate(setting: Setting): { V: number[][]; rate: number }[] {
  const { P, iterations, variant, learningRate, V0 } = setting;
  const theta = parametersOf(setting.theta);
  const adam = new Map([...theta.values()].flat(9).map((parameter) => [parameter as unknown as Cell, { m: 0, v: 0 }]));
  const network = networkOf(setting, theta);
  let base = V0.map((row) => [...row]);
  let input = gradientOf(setting, base);
  const history: { V: number[][]; rate: number }[] = [];
  for (let t = 1; t <= iterations; t++) {
    for (const cell of adam.keys()) cell.renew();
    const moved = network(input).map((row, i) => row.map((x, j) => plus(num(base[i][j]), x)));
    const V = project(moved, P);
    const F = rate(setting, V);
    F.differentiate();
    for (const [cell, state] of adam) {
      const g = cell.num.gradient;
      state.m = 0.9 * state.m + 0.1 * g;
      state.v = 0.999 * state.v + 0.001 * g * g;
      const mHat = state.m / (1 - 0.9 ** t);
      const vHat = state.v / (1 - 0.999 ** t);
      cell.value += (learningRate * mHat) / (Math.sqrt(vHat) + 1e-8);
    }
    const values = V.map((row) => row.map(({ value }) => value));
    history.push({ V: values, rate: F.value });
    if (variant === 'anchored') continue;
    base = values;
    input = gradientOf(setting, base);
  }
  return history;
}

function gradientOf(setting: Setting, V: readonly (readonly number[])[]): number[][] {
  const at = V.map((row) => row.map(num));
  rate(setting, at).differentiate();
  return at.map((row) => row.map(({ gradient }) => gradient));
}

/** A parameter: its value over the iterations, and the number that stands for it in the present one. */
class Cell {
  value: number;
  num: Num;

  constructor(value: number) {
    this.value = value;
    this.num = num(value);
  }

  renew(): void {
    this.num = num(this.value);
  }
}

type Nested = Cell | readonly Nested[];

function parametersOf(arrays: Arrays): Map<string, readonly Nested[]> {
  const cells = (value: unknown): Nested => (Array.isArray(value) ? value.map(cells) : new Cell(value as number));
  return new Map(Object.entries(arrays).map(([name, value]) => [name, cells(value) as readonly Nested[]]));
}

function networkOf(setting: Setting, theta: Map<string, readonly Nested[]>): (input: number[][]) => Rows {
  const { network, layers, activation, memory } = setting;
  const vector = (name: string) => (theta.get(name) as readonly Cell[]).map(({ num }) => num);
  const matrix = (name: string) =>
    (theta.get(name) as readonly (readonly Cell[])[]).map((row) => row.map(({ num }) => num));
  const linear = (name: string, X: Rows): Rows => {
    const [W, b] = [matrix(`${name}.weight`), vector(`${name}.bias`)];
    return X.map((x) => W.map((w, o) => plus(dot(w, x), b[o])));
  };
  const bend = (X: Rows) => (activation === 'tanh' ? X.map((row) => row.map(tanh)) : X);
  const state = Array.from({ length: layers }, () => ({ H: [] as number[][], C: [] as number[][] }));

  const cell = (l: number, X: Rows): Rows => {
    const [W, bi, bh] = [matrix(`lstm.weight_ih_l${l}`), vector(`lstm.bias_ih_l${l}`), vector(`lstm.bias_hh_l${l}`)];
    const carried = memory === 'carried';
    const units = W.length / (carried ? 4 : 3);
    const U = carried ? matrix(`lstm.weight_hh_l${l}`) : [];
    const { H, C } = state[l];
    const next = X.map((x, r) => {
      const before = H[r] ?? Array.from({ length: units }, () => 0);
      const z = W.map((w, k) => {
        const recurrent = carried ? [dot(U[k], before.map(num))] : [];
        return plus(dot(w, x), bi[k], bh[k], ...recurrent);
      });
      const gate = (index: number) => z.slice(index * units, (index + 1) * units);
      const [i, f, g, o] = carried ? [0, 1, 2, 3].map(gate) : [gate(0), [], gate(1), gate(2)];
      const c = i.map((value, u) => {
        const kept = carried ? [times(sigmoid(f[u]), num(C[r]?.[u] ?? 0))] : [];
        return plus(times(sigmoid(value), tanh(g[u])), ...kept);
      });
      return { c, h: c.map((value, u) => times(sigmoid(o[u]), tanh(value))) };
    });
    state[l] = {
      H: next.map(({ h }) => h.map(({ value }) => value)),
      C: next.map(({ c }) => c.map(({ value }) => value)),
    };
    return next.map(({ h }) => h);
  };

  const convolve = (l: number, images: readonly Rows[]): Rows[] => {
    const W = theta.get(`conv.${l}.weight`) as unknown as Cell[][][][];
    const b = vector(`conv.${l}.bias`);
    return W.map((kernels, o) =>
      images[0].map((row, i) =>
        row.map((_, j) => {
          const terms = kernels.flatMap((kernel, c) =>
            kernel.flatMap((line, a) =>
              line.flatMap(({ num: w }, bb) => {
                const x = images[c][i + a - (kernel.length - 1) / 2]?.[j + bb - (line.length - 1) / 2];
                return x === undefined ? [] : [times(w, x)];
              }),
            ),
          );
          return plus(b[o], ...terms);
        }),
      ),
    );
  };

  return (input) => {
    const X = input.map((row) => row.map(num));
    const hidden = Array.from({ length: layers }, (_, l) => l);
    if (network === 'fnn')
      return linear(
        'out',
        hidden.reduce<Rows>((Y, l) => bend(linear(`hidden.${l}`, Y)), X),
      );
    if (network === 'lstm')
      return linear(
        'out',
        hidden.reduce<Rows>((Y, l) => cell(l, Y), X),
      );
    const asImage = (Y: Rows): Rows => (setting.convolution === '2-d' ? Y : [Y.flat()]);
    const channels = hidden.reduce<Rows[]>((images, l) => convolve(l, images).map(bend), [asImage(X)]);
    const width = X[0].length;
    const rows = X.map((_, r) =>
      channels.flatMap((image) =>
        setting.convolution === '2-d' ? image[r] : image[0].slice(r * width, (r + 1) * width),
      ),
    );
    return linear('out', rows);
  };
}

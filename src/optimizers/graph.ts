import { concat, constant, input, scope, type Tensor } from '../graph/index.ts';
import { type Moment, type Optimizer, rateOf, stepNumbers } from './optimizer.ts';

/** A parameter as the graph has it before a step. */
export interface GraphParameter {
  readonly name: string;
  readonly parameter: Tensor;
  readonly gradient: Tensor;
  readonly moments: Partial<Readonly<Record<Moment, Tensor>>>;
}

/** The same after the step. */
export type Moved = { readonly parameter: Tensor } & Partial<Readonly<Record<Moment, Tensor>>>;

export interface GraphStep {
  /** In the order of the parameters. */
  readonly moved: readonly Moved[];
  /** Sum of the squares of the whole gradient; not finite where the step should not be taken. */
  readonly squaredNorm: Tensor;
}

/** Name of the input with the learning rate of an array. */
function rateName(name: string): string {
  return `optimizer/rate/${name}`;
}

/** One step of the optimizer on all parameters as a graph, which is fed the {@link stepInputs} of the step. */
export function graphStep(optimizer: Optimizer, parameters: readonly GraphParameter[]): GraphStep {
  return scope('optimizer', () => {
    const squaredNorm = parameters.map(({ gradient }) => gradient.square().sum()).reduce((sum, term) => sum.add(term));
    const { clip } = optimizer;
    const shortened = (gradient: Tensor) =>
      clip === undefined ? gradient : gradient.mul(squaredNorm.sqrt().max(clip).reciprocal().mul(clip));
    const [first, second] = [input(inverse1, []), input(inverse2, [])];
    const moved = parameters.map((each) => {
      const rates = { rate: input(rateName(each.name), []), inverse1: first, inverse2: second };
      return movedBy(optimizer, { ...each, gradient: shortened(each.gradient) }, rates);
    });
    return { moved, squaredNorm };
  });
}

/** What the graph of a step is fed beside parameters, moments and samples: `step` counts from 0. */
export function stepInputs(optimizer: Optimizer, names: readonly string[], step: number): Record<string, Float32Array> {
  const rates = names.map((name) => [rateName(name), rateOf(optimizer, name, step)] as const);
  const isAdam = optimizer.kind === 'adam' || optimizer.kind === 'adamw';
  const { correction1, correction2 } = isAdam ? stepNumbers(optimizer, step) : { correction1: 1, correction2: 1 };
  const corrections = isAdam ? { [inverse1]: 1 / correction1, [inverse2]: 1 / correction2 } : {};
  return Object.fromEntries(
    [...rates, ...Object.entries(corrections)].map(([name, value]) => [name, Float32Array.of(value)]),
  );
}

const inverse1 = 'optimizer/inverse1';
const inverse2 = 'optimizer/inverse2';

/** Learning rate and the inverse corrections of both moments. */
type Rates = Readonly<Record<'rate' | 'inverse1' | 'inverse2', Tensor>>;

function movedBy(
  optimizer: Optimizer,
  { parameter, gradient, moments }: GraphParameter,
  { rate, ...corrections }: Rates,
): Moved {
  if (optimizer.kind === 'normalized') {
    const norm = spectralNorms(gradient, optimizer.entries).max(smallest);
    return { parameter: parameter.sub(gradient.div(norm).mul(rate)) };
  }
  const { beta1, beta2, epsilon, l2, decay } = stepNumbers(optimizer, 0);
  const slope = l2 === 0 ? gradient : gradient.add(parameter.mul(l2));
  if (optimizer.kind === 'sgd') {
    const first = moments.first!.mul(beta1).add(slope);
    return { parameter: parameter.sub(first.mul(rate)), first };
  }
  const first = moments.first!.mul(beta1).add(slope.mul(1 - beta1));
  const second = moments.second!.mul(beta2).add(slope.square().mul(1 - beta2));
  const scale = second.mul(corrections.inverse2).sqrt().add(epsilon);
  const shrunk = decay === 0 ? parameter : parameter.sub(parameter.mul(rate.mul(decay)));
  return { parameter: shrunk.sub(first.mul(rate.mul(corrections.inverse1)).div(scale)), first, second };
}

/** Squarings of a matrix after which its trace gives its largest eigenvalue to 2^-24 of it or better, whatever the others are. */
const squarings = 28;
/** Stands for a norm of zero. */
const smallest = 1e-30;

/** Largest singular value of every matrix of a stack, with length 1 in place of the axes of a matrix; see `spectralNorm`. */
function spectralNorms(gradient: Tensor, entries: 'real' | 'complex'): Tensor {
  const G = entries === 'real' ? gradient : realForm(gradient);
  const [rows, cols] = G.shape.slice(-2);
  const n = Math.min(rows, cols);
  const order = [...Array(G.rank - 2).keys(), G.rank - 1, G.rank - 2];
  const diagonal = constant(
    Array.from({ length: n * n }, (_, i) => (i % (n + 1) === 0 ? 1 : 0)),
    [n, n],
  );
  let A = rows <= cols ? G.matmul(G.transpose(order)) : G.transpose(order).matmul(G);
  let logarithm = constant(0);
  for (let k = 0; k <= squarings; k++) {
    const trace = A.mul(diagonal).sum([-2, -1], { keepDims: true }).max(smallest);
    logarithm = logarithm.add(trace.log().mul(2 ** -k));
    A = A.div(trace);
    A = A.matmul(A);
  }
  const norms = logarithm.mul(0.5).exp();
  return entries === 'real' ? norms : norms.reshape([...norms.shape, 1]);
}

/** [Re, -Im; Im, Re]: it has the singular values of the complex matrix, each twice. */
function realForm(complex: Tensor): Tensor {
  const [re, im] = [0, 1].map((part) => complex.slice(-1, part, part + 1).reshape(complex.shape.slice(0, -1)));
  return concat([concat([re, im.neg()], -1), concat([im, re], -1)], -2);
}

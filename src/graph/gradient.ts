import { accumulate, joinedProducts } from './operations/product.ts';
import { ShapeError, sameShape, showShape } from './shape.ts';
import { type Contribution, constant, type Derivative, scope, Tensor } from './tensor.ts';

/**
 * Gradients of a scalar with respect to tensors, as more graph (reverse mode). A tensor that the scalar does not depend
 * on gets zeros. Costs about twice the operations of the scalar itself.
 * @returns one tensor for each of `variables`, in its shape
 * @throws ShapeError where `loss` is not a scalar
 */
export function gradients(loss: Tensor, variables: readonly Tensor[]): Tensor[] {
  if (loss.rank !== 0) throw new ShapeError(`gradients: a scalar is needed, not ${showShape(loss.shape)}`);
  const steps = stepsBetween(variables, loss);
  const contributions = new Map<Tensor, Contribution[]>([[loss, [constant(1, [], loss.type)]]]);
  const sums = new Map<Tensor, Tensor>();
  const gradientOf = (tensor: Tensor): Tensor | undefined => {
    if (!sums.has(tensor)) {
      const sum = summed(contributions.get(tensor) ?? []);
      if (sum) sums.set(tensor, sum);
    }
    return sums.get(tensor);
  };
  return scope('gradient', () => {
    for (const step of steps.reverse()) {
      scope(step.scope || 'top', () => passOn(step, step.outputs.map(gradientOf), contributions));
    }
    return variables.map((tensor) => gradientOf(tensor) ?? constant(0, [], tensor.type).expand(tensor.shape));
  });
}

/** Applies the rule of one derivative and files what it gives to each of its inputs. */
function passOn(
  { rule, inputs }: Derivative,
  outputGradients: readonly (Tensor | undefined)[],
  contributions: Map<Tensor, Contribution[]>,
): void {
  rule(outputGradients).forEach((contribution, i) => {
    if (contribution === undefined) return;
    const input = inputs[i];
    if (contribution instanceof Tensor && !sameShape(contribution.shape, input.shape)) {
      throw new ShapeError(
        `gradient: a rule gave ${showShape(contribution.shape)} for an input of ${showShape(input.shape)}`,
      );
    }
    const known = contributions.get(input);
    if (known) known.push(contribution);
    else contributions.set(input, [contribution]);
  });
}

/** Plain tensors are added first, then matrix products, each inside its own operator or several joined in one. */
function summed(contributions: readonly Contribution[]): Tensor | undefined {
  const tensors = contributions.filter((c) => c instanceof Tensor);
  const products = contributions.flatMap((c) => (c instanceof Tensor ? [] : [c]));
  return [...tensors, ...joinedProducts(products)].reduce<Tensor | undefined>(accumulate, undefined);
}

/** The derivatives that lie between the variables and the loss, each after all those that its inputs come from. */
function stepsBetween(variables: readonly Tensor[], loss: Tensor): Derivative[] {
  const dependent = new Set<Tensor>(variables);
  const order: Derivative[] = [];
  const visited = new Set<Derivative>();
  const stack: { derivative: Derivative; next: number }[] = [];
  const enter = (tensor: Tensor): void => {
    const { derivative } = tensor;
    if (!derivative || visited.has(derivative)) return;
    visited.add(derivative);
    stack.push({ derivative, next: 0 });
  };
  enter(loss);
  while (stack.length > 0) {
    const top = stack[stack.length - 1];
    if (top.next < top.derivative.inputs.length) {
      enter(top.derivative.inputs[top.next++]);
      continue;
    }
    stack.pop();
    if (!top.derivative.inputs.some((tensor) => dependent.has(tensor))) continue;
    for (const output of top.derivative.outputs) dependent.add(output);
    order.push(top.derivative);
  }
  return order;
}

import type { Constant, Operation, Source, Tensor } from '../tensor.ts';

/** The part of a graph that some tensors are computed from, in an order in which it can be computed, with names. */
export interface NamedGraph {
  readonly operations: readonly { readonly name: string; readonly operation: Operation }[];
  /** Inputs and parameters, one tensor a name. */
  readonly leaves: readonly Tensor[];
  readonly constants: readonly { readonly name: string; readonly tensor: Tensor }[];
  /** The name of a tensor in the model. */
  nameOf(tensor: Tensor): string;
}

/** Names of constants begin with this; those of inputs and parameters must not. */
const constantPrefix = 'constant/';

/**
 * Collects everything that `outputs` depend on. Operators are named after their scope, type and number
 * (`layer3/Gemm_12`), so names do not change when the graph is built again.
 * @throws Error where two different inputs or parameters have the same name, or a name of the wrong form
 */
export function namedGraph(outputs: readonly Tensor[]): NamedGraph {
  const names = new Map<Source, string>();
  const leaves = new Map<string, Tensor>();
  const constants = new Map<string, { name: string; tensor: Tensor }>();
  const operations: { name: string; operation: Operation }[] = [];
  for (const tensor of inOrder(outputs)) {
    const { source } = tensor;
    if (source.kind === 'operation') {
      const name = `${source.scope === '' ? '' : `${source.scope}/`}${source.type}_${operations.length}`;
      operations.push({ name, operation: source });
      names.set(source, name);
    } else if (source.kind === 'constant') {
      const key = constantKey(tensor, source);
      const known = constants.get(key) ?? { name: `${constantPrefix}${constants.size}`, tensor };
      constants.set(key, known);
      names.set(source, known.name);
    } else {
      addLeaf(leaves, tensor, source.name);
      names.set(source, source.name);
    }
  }
  const nameOf = ({ source, index }: Tensor) => (index === 0 ? names.get(source)! : `${names.get(source)}_${index}`);
  return { operations, leaves: [...leaves.values()], constants: [...constants.values()], nameOf };
}

/** The parameters that a tensor depends on, by name. */
export function parametersOf(tensor: Tensor): Readonly<Record<string, Tensor>> {
  const named = namedGraph([tensor]).leaves.flatMap((leaf) =>
    leaf.source.kind === 'parameter' ? [[leaf.source.name, leaf] as const] : [],
  );
  return Object.fromEntries(named);
}

function addLeaf(leaves: Map<string, Tensor>, tensor: Tensor, name: string): void {
  if (!/^[A-Za-z_][\w./-]*$/.test(name) || name.startsWith(constantPrefix)) {
    throw new Error(`"${name}" cannot name an input: letters, digits, _ . / - only, not ${constantPrefix}...`);
  }
  const known = leaves.get(name);
  if (known && known.source !== tensor.source)
    throw new Error(`two inputs are called "${name}": ${known} and ${tensor}`);
  leaves.set(name, tensor);
}

/** Equal constants of up to this many elements share one place in the model. */
const sharedConstantSize = 64;

function constantKey(tensor: Tensor, { data }: Constant): string {
  const contents = data.length <= sharedConstantSize ? data.join() : String(nextLarge(data));
  return `${tensor} ${contents}`;
}

const largeConstants = new WeakMap<object, number>();
let largeCount = 0;

function nextLarge(data: object): string {
  if (!largeConstants.has(data)) largeConstants.set(data, largeCount++);
  return `#${largeConstants.get(data)}`;
}

/** One tensor of every source below `outputs`, inputs before what uses them. Without recursion: graphs are deep. */
function inOrder(outputs: readonly Tensor[]): Tensor[] {
  const order: Tensor[] = [];
  const visited = new Set<Source>();
  const stack: { tensor: Tensor; next: number }[] = [];
  const enter = (tensor: Tensor | undefined): void => {
    if (!tensor || visited.has(tensor.source)) return;
    visited.add(tensor.source);
    stack.push({ tensor, next: 0 });
  };
  for (const output of outputs) {
    enter(output);
    while (stack.length > 0) {
      const top = stack[stack.length - 1];
      const inputs = top.tensor.source.kind === 'operation' ? top.tensor.source.inputs : [];
      if (top.next < inputs.length) enter(inputs[top.next++]);
      else order.push(stack.pop()!.tensor);
    }
  }
  return order;
}

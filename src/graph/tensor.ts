import { checkShape, type Shape, ShapeError, showShape, sizeOf } from './shape.ts';

/**
 * Symbolic tensors: what a graph is written in. A tensor knows its shape, its element type and where it comes from; no
 * number is computed before the graph is emitted as an ONNX model and run. Its methods (`x.matmul(w).add(b).relu()`)
 * are added by the files in `operations/`, one family a file.
 */

/** Networks run in float32; gradients are checked in float64; int64 is for indices and bool for comparisons. */
export type ElementType = 'float32' | 'float64' | 'int64' | 'bool';

export type ElementArray = Float32Array | Float64Array | BigInt64Array;

/** Attributes of an ONNX operator. Whole numbers are ints unless wrapped as `{ float }`. */
export type Attribute = number | readonly number[] | string | { readonly float: number };

/** One operator of the graph. */
export interface Operation {
  readonly kind: 'operation';
  /** Name of the ONNX operator. */
  readonly type: string;
  readonly inputs: readonly (Tensor | undefined)[];
  readonly attributes: Readonly<Record<string, Attribute>>;
  /** Where in the model it belongs, as in `layer3/shrink`. */
  readonly scope: string;
  readonly outputs: readonly Tensor[];
}

/** Fed at every run; a `parameter` is also what a network learns, and becomes part of the model when it is exported. */
export interface Leaf {
  readonly kind: 'input' | 'parameter';
  readonly name: string;
}

export interface Constant {
  readonly kind: 'constant';
  readonly data: ElementArray;
}

export type Source = Operation | Leaf | Constant;

/** A summand of a gradient: a tensor, or the matrix product `alpha op(a) op(b)` that can be added to another at no cost. */
export type Contribution = Tensor | Product;

export interface Product {
  readonly a: Tensor;
  readonly b: Tensor;
  readonly transposeA: boolean;
  readonly transposeB: boolean;
  readonly alpha: number;
}

/** How gradients pass from tensors to those that they were computed from. */
export interface Derivative {
  readonly inputs: readonly Tensor[];
  readonly outputs: Tensor[];
  readonly scope: string;
  /**
   * From the gradients of the outputs (undefined: the scalar does not depend on that output) to those of the inputs, in
   * their shapes (undefined: none).
   */
  readonly rule: (gradients: readonly (Tensor | undefined)[]) => readonly (Contribution | undefined)[];
}

/** A symbolic array: the output number `index` of `source`. */
export class Tensor {
  readonly shape: Shape;
  readonly type: ElementType;
  readonly source: Source;
  readonly index: number;
  /** Absent for leaves, constants and everything that gradients do not pass. */
  readonly derivative: Derivative | undefined;

  constructor(shape: Shape, type: ElementType, source: Source, index = 0, derivative?: Derivative) {
    this.shape = shape;
    this.type = type;
    this.source = source;
    this.index = index;
    this.derivative = derivative;
  }

  get rank(): number {
    return this.shape.length;
  }

  get size(): number {
    return sizeOf(this.shape);
  }

  toString(): string {
    return `${this.type} ${showShape(this.shape)}`;
  }
}

let currentScope = '';

/**
 * Names everything that `build` adds to the graph: its nodes are called `name/...` in the model, in error messages of ONNX
 * Runtime and in Netron.
 */
export function scope<T>(name: string, build: () => T): T {
  const outer = currentScope;
  currentScope = outer === '' ? name : `${outer}/${name}`;
  try {
    return build();
  } finally {
    currentScope = outer;
  }
}

/** Data that is fed under `name` at every run, of the given shape. */
export function input(name: string, shape: Shape, type: ElementType = 'float32'): Tensor {
  return leaf('input', name, shape, type);
}

/** A learned array: fed under `name` while training, part of the model once exported. */
export function parameter(name: string, shape: Shape, type: ElementType = 'float32'): Tensor {
  return leaf('parameter', name, shape, type);
}

function leaf(kind: Leaf['kind'], name: string, shape: Shape, type: ElementType): Tensor {
  checkShape(`${kind} ${name}`, shape);
  return new Tensor(shape, type, { kind, name });
}

/** A fixed array, part of the model. A number fills the whole shape's single element or, with a shape, is repeated. */
export function constant(
  values: number | ArrayLike<number>,
  shape: Shape = typeof values === 'number' ? [] : [values.length],
  type: ElementType = 'float32',
): Tensor {
  checkShape('constant', shape);
  const size = sizeOf(shape);
  if (typeof values !== 'number' && values.length !== size) {
    throw new ShapeError(`constant: ${values.length} values do not fill ${showShape(shape)}`);
  }
  const at = typeof values === 'number' ? () => values : (i: number) => values[i];
  return new Tensor(shape, type, { kind: 'constant', data: arrayOf(type, size, at) });
}

/** Whole numbers along one axis, none possibly: what operators take as shapes, axes and positions. */
export function indices(values: readonly number[]): Tensor {
  return new Tensor([values.length], 'int64', { kind: 'constant', data: BigInt64Array.from(values, BigInt) });
}

function arrayOf(type: ElementType, size: number, at: (i: number) => number): ElementArray {
  if (type === 'int64') return BigInt64Array.from({ length: size }, (_, i) => BigInt(at(i)));
  if (type === 'bool') throw new ShapeError('constant: bool constants are not supported; compare numbers instead');
  const data = type === 'float32' ? new Float32Array(size) : new Float64Array(size);
  for (let i = 0; i < size; i++) data[i] = at(i);
  return data;
}

/** What an operator gives out: its shape, and its type where that is not the type of the first input. */
export interface Result {
  readonly shape: Shape;
  readonly type?: ElementType;
}

/**
 * Adds an ONNX operator with one output.
 * @param rule from the gradient of the output to those of the inputs; without it no gradient passes
 */
export function operation(
  type: string,
  inputs: readonly (Tensor | undefined)[],
  result: Result,
  attributes: Readonly<Record<string, Attribute>> = {},
  rule?: (gradient: Tensor, output: Tensor) => readonly (Contribution | undefined)[],
): Tensor {
  const wrapped =
    rule &&
    ((gradients: readonly (Tensor | undefined)[], outputs: readonly Tensor[]) =>
      gradients[0] ? rule(gradients[0], outputs[0]) : []);
  return operationWithOutputs(type, inputs, [result], attributes, wrapped)[0];
}

/** Adds an ONNX operator with several outputs; see {@link operation}. */
export function operationWithOutputs(
  type: string,
  inputs: readonly (Tensor | undefined)[],
  results: readonly Result[],
  attributes: Readonly<Record<string, Attribute>> = {},
  rule?: (
    gradients: readonly (Tensor | undefined)[],
    outputs: readonly Tensor[],
  ) => readonly (Contribution | undefined)[],
): Tensor[] {
  const outputs: Tensor[] = [];
  const source: Operation = { kind: 'operation', type, inputs, attributes, scope: currentScope, outputs };
  const present = inputs.filter((tensor) => tensor !== undefined);
  const derivative: Derivative | undefined = rule && {
    inputs: present,
    outputs,
    scope: currentScope,
    rule: (gradients) => rule(gradients, outputs),
  };
  const elementType = present[0].type;
  outputs.push(...results.map((r, index) => new Tensor(r.shape, r.type ?? elementType, source, index, derivative)));
  return outputs;
}

/**
 * The same numbers as `value`, with a gradient rule of its own that replaces whatever led to `value`: for compositions whose
 * derivative is cheaper or safer by hand.
 */
export function withGradient(
  value: Tensor,
  inputs: readonly Tensor[],
  rule: (gradient: Tensor) => readonly (Contribution | undefined)[],
): Tensor {
  const outputs: Tensor[] = [];
  const derivative: Derivative = {
    inputs,
    outputs,
    scope: currentScope,
    rule: ([gradient]) => (gradient ? rule(gradient) : []),
  };
  outputs.push(new Tensor(value.shape, value.type, value.source, value.index, derivative));
  return outputs[0];
}

/** The element type that all share. Throws where they differ. */
export function commonType(operation: string, tensors: readonly Tensor[]): ElementType {
  const [{ type }] = tensors;
  if (tensors.some((tensor) => tensor.type !== type)) {
    throw new ShapeError(`${operation}: element types differ: ${tensors.join(' and ')}`);
  }
  return type;
}

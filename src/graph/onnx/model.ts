import { onnxTypes } from '../operations/comparison.ts';
import { showShape } from '../shape.ts';
import { type Attribute, type ElementArray, operation, type Source, type Tensor } from '../tensor.ts';
import { type NamedGraph, namedGraph } from './nodes.ts';
import { Message } from './wire.ts';

/** Version of the file format, and of the operators (ONNX 1.13 and later read both). */
const irVersion = 9;
const operatorSet = 18;

export interface ModelOptions {
  /** Values of parameters that become part of the model; all others are fed at every run. */
  readonly weights?: Readonly<Record<string, Float32Array | Float64Array>>;
  /** Stored in the model, shown by viewers: what it is, where it comes from. */
  readonly metadata?: Readonly<Record<string, string>>;
  /** Name of the graph, shown by viewers. */
  readonly name?: string;
}

/**
 * The graph that computes `outputs` as an ONNX model: the bytes of a `.onnx` file.
 * Inputs of the model are the inputs and parameters that the outputs depend on, under their names.
 * @throws Error where a name occurs twice or a weight does not fit its parameter
 */
export function onnxModel(outputs: Readonly<Record<string, Tensor>>, options: ModelOptions = {}): Uint8Array {
  const named = namedOutputs(outputs);
  const graph = namedGraph(named.map(({ tensor }) => tensor));
  const model = new Message()
    .integer(1, irVersion)
    .text(2, 'reproduce')
    .message(7, graphMessage(graph, named, options))
    .message(8, new Message().text(1, '').integer(2, operatorSet));
  for (const [key, value] of Object.entries(options.metadata ?? {})) {
    model.message(14, new Message().text(1, key).text(2, value));
  }
  return model.finish();
}

interface NamedOutput {
  readonly name: string;
  readonly tensor: Tensor;
}

/** Each output as the result of an operator of its own: inputs, constants and repetitions get an Identity. */
function namedOutputs(outputs: Readonly<Record<string, Tensor>>): NamedOutput[] {
  const taken = new Map<Source, Set<number>>();
  return Object.entries(outputs).map(([name, tensor]) => {
    const indices = taken.get(tensor.source) ?? new Set();
    const own = tensor.source.kind === 'operation' && !indices.has(tensor.index);
    taken.set(tensor.source, indices.add(tensor.index));
    return { name, tensor: own ? tensor : operation('Identity', [tensor], { shape: tensor.shape }) };
  });
}

function graphMessage(graph: NamedGraph, outputs: readonly NamedOutput[], options: ModelOptions): Message {
  const renamed = new Map(outputs.map(({ name, tensor }) => [graph.nameOf(tensor), name]));
  checkNames(graph, outputs);
  const nameOf = (tensor: Tensor) => renamed.get(graph.nameOf(tensor)) ?? graph.nameOf(tensor);
  const message = new Message();
  for (const { name, operation } of graph.operations) message.message(1, nodeMessage(name, operation, nameOf));
  message.text(2, options.name ?? 'graph');
  for (const { name, tensor } of graph.constants) {
    if (tensor.source.kind === 'constant') message.message(5, tensorMessage(name, tensor, tensor.source.data));
  }
  const weights = options.weights ?? {};
  for (const tensor of graph.leaves) {
    const name = graph.nameOf(tensor);
    const stored = isParameter(tensor) ? weights[name] : undefined;
    if (stored) message.message(5, tensorMessage(name, tensor, fitting(name, tensor, stored)));
    else message.message(11, valueMessage(name, tensor));
  }
  for (const { name, tensor } of outputs) message.message(12, valueMessage(name, tensor));
  return message;
}

function isParameter({ source }: Tensor): boolean {
  return source.kind === 'parameter';
}

function checkNames(graph: NamedGraph, outputs: readonly NamedOutput[]): void {
  const taken = new Set([...graph.operations.map(({ name }) => name), ...graph.leaves.map(graph.nameOf)]);
  for (const { name } of outputs) {
    if (taken.has(name)) throw new Error(`an output cannot be called "${name}": the graph has that name already`);
  }
}

function fitting(name: string, { shape, size, type }: Tensor, stored: Float32Array | Float64Array): ElementArray {
  const storedType = stored instanceof Float32Array ? 'float32' : 'float64';
  if (stored.length !== size || storedType !== type) {
    throw new Error(`weight ${name}: ${stored.length} ${storedType} values do not fill ${type} ${showShape(shape)}`);
  }
  return stored;
}

type OperationSource = NamedGraph['operations'][number]['operation'];

function nodeMessage(
  name: string,
  { type, inputs, outputs, attributes }: OperationSource,
  nameOf: (t: Tensor) => string,
) {
  const node = new Message();
  for (const tensor of inputs) node.text(1, tensor ? nameOf(tensor) : '');
  for (const tensor of outputs) node.text(2, nameOf(tensor));
  node.text(3, name).text(4, type);
  for (const [key, value] of Object.entries(attributes)) node.message(5, attributeMessage(key, value));
  return node;
}

/** Kinds of AttributeProto: 1 float, 2 int, 3 string, 7 ints. */
function attributeMessage(name: string, value: Attribute): Message {
  const message = new Message().text(1, name);
  if (typeof value === 'number') return message.integer(3, value).integer(20, 2);
  if (typeof value === 'string') return message.text(4, value).integer(20, 3);
  if ('float' in value) return message.float(2, value.float).integer(20, 1);
  for (const item of value) message.integer(8, item);
  return message.integer(20, 7);
}

function tensorMessage(name: string, { shape, type }: Tensor, data: ElementArray): Message {
  const raw = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return new Message().packed(1, shape).integer(2, onnxTypes[type]).text(8, name).bytes(9, raw);
}

function valueMessage(name: string, { shape, type }: Tensor): Message {
  const dimensions = new Message();
  for (const length of shape) dimensions.message(1, new Message().integer(1, length));
  const tensorType = new Message().integer(1, onnxTypes[type]).message(2, dimensions);
  return new Message().text(1, name).message(2, new Message().message(1, tensorType));
}

import { fieldsOf } from './wire.ts';

/** Fields of https://github.com/onnx/onnx/blob/main/onnx/onnx.proto on the way to tensors, and the messages that they hold. */
const children: Readonly<Record<string, Readonly<Record<number, string>>>> = {
  model: { 7: 'graph', 25: 'function' },
  function: { 7: 'node' },
  graph: { 1: 'node', 5: 'tensor', 15: 'sparse' },
  node: { 5: 'attribute' },
  attribute: { 5: 'tensor', 6: 'graph', 10: 'tensor', 11: 'graph', 22: 'sparse', 23: 'sparse' },
  sparse: { 1: 'tensor', 2: 'tensor' },
  tensor: { 13: 'entry' },
  entry: {},
};

const [key, value] = [1, 2];

/**
 * The files, as the model names them relative to its own, in which an ONNX model keeps tensors (`external_data` of its tensors);
 * none where the bytes are no model.
 */
export function externalData(model: Uint8Array): string[] {
  const locations = new Set<string>();
  try {
    visit(model, 'model', locations);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return [];
  }
  return [...locations].sort();
}

function visit(message: Uint8Array, kind: string, locations: Set<string>): void {
  const texts = new Map<number, string>();
  for (const { field, bytes } of fieldsOf(message)) {
    if (bytes === undefined) continue;
    const child = children[kind][field];
    if (child !== undefined) visit(bytes, child, locations);
    if (kind === 'entry') texts.set(field, new TextDecoder().decode(bytes));
  }
  if (texts.get(key) === 'location') locations.add(texts.get(value) ?? '');
}

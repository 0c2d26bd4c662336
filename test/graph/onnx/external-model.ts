import { Message } from '../../../src/graph/onnx/wire.ts';

/** Lengths of axes; a text stands for an open one. */
type Lengths = readonly (number | string)[];

const float = 1;
const external = 1;

function port(name: string, lengths: Lengths): Message {
  const shape = lengths.reduce<Message>((message, length) => {
    const dimension = new Message();
    return message.message(1, typeof length === 'string' ? dimension.text(2, length) : dimension.integer(1, length));
  }, new Message());
  return new Message()
    .text(1, name)
    .message(2, new Message().message(1, new Message().integer(1, float).message(2, shape)));
}

const entry = (key: string, value: string) => new Message().text(1, key).text(2, value);

/** A matrix product X = W Y whose W [rows, cols] (float32) is in the file `location` beside the model. */
export function productWithExternalWeights(
  location: string,
  [rows, cols]: readonly [number, number],
  { Y, X }: { readonly Y: Lengths; readonly X: Lengths },
): Uint8Array {
  const W = new Message()
    .integer(1, rows)
    .integer(1, cols)
    .integer(2, float)
    .text(8, 'W')
    .message(13, entry('location', location))
    .message(13, entry('offset', '0'))
    .integer(14, external);
  const product = new Message().text(1, 'W').text(1, 'Y').text(2, 'X').text(4, 'MatMul');
  const graph = new Message()
    .message(1, product)
    .text(2, 'product')
    .message(5, W)
    .message(11, port('Y', Y))
    .message(12, port('X', X));
  return new Message().integer(1, 9).message(7, graph).message(8, new Message().text(1, '').integer(2, 18)).finish();
}

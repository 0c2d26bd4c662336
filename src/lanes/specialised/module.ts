import type { Call } from '../program.ts';
import { adam } from './adam.ts';
import { cholesky } from './cholesky.ts';
import { Code, type Target } from './code.ts';
import { type FunctionCode, type Import, moduleOf } from './encoding.ts';
import { addDiagonal, addScaled, binary, combine, compare, innerProduct, scale, sum, unary, zero } from './entries.ts';
import type { Piece } from './piece.ts';
import { product } from './product.ts';
import { realProduct } from './real-product.ts';
import { solveLeft, solveRight } from './triangular.ts';

/** The general kernels that can be written for given sizes. */
const pieces: Readonly<Record<string, Piece>> = {
  adam,
  addDiagonal,
  addScaled,
  binary,
  cholesky,
  combine,
  compare,
  innerProduct,
  product,
  realProduct,
  scale,
  solveLeft,
  solveRight,
  sum,
  unary,
  zero,
};

/** Up to this many calls every kernel is written where it is called; in longer programs equal ones become one function. */
const mostInline = 200;

/** A function that has grown to this many bytes ends: V8 allocates registers badly in long ones. */
const longestFunction = 12_000;

/**
 * A WebAssembly module that makes the calls, one after the other: every kernel for which there is a piece is written for its sizes and
 * strides; the others are imported from the engine.
 */
export function specialised(calls: readonly Call[], target: Target): Uint8Array {
  const planned = calls.map((call) => ({ ...call, piece: pieceFor(call) }));
  const imports = new Map<string, Import>();
  for (const { kernel, args, piece } of planned) {
    if (piece === undefined) imports.set(kernel, { name: kernel, parameters: args.length });
  }
  const importNames = [...imports.keys()];
  const functions: FunctionCode[] = [];
  const shared = new Map<string, number>();
  const stretches: number[] = [];
  const add = (code: Code) => importNames.length + functions.push(code.finish()) - 1;
  let stretch = new Code(target, 0);
  for (const { kernel, args, piece } of planned) {
    if (piece === undefined) {
      stretch.call(importNames.indexOf(kernel), args);
    } else if (calls.length <= mostInline) {
      const addresses = piece.addresses.map((place) => stretch.address(args[place]));
      piece.write(stretch, args, addresses);
    } else {
      const name = `${kernel} ${args.map((arg, i) => (piece.addresses.includes(i) ? '' : arg))}`;
      let index = shared.get(name);
      if (index === undefined) {
        index = add(alone(piece, args, target));
        shared.set(name, index);
      }
      stretch.call(
        index,
        piece.addresses.map((place) => args[place]),
      );
    }
    if (stretch.bytes < longestFunction) continue;
    stretches.push(add(stretch));
    stretch = new Code(target, 0);
  }
  stretches.push(add(stretch));
  const run = new Code(target, 0);
  for (const index of stretches) run.call(index, []);
  add(run);
  return moduleOf([...imports.values()], functions);
}

function pieceFor({ kernel, args }: Call): Piece | undefined {
  const piece = Object.hasOwn(pieces, kernel) ? pieces[kernel] : undefined;
  return piece?.fits(args) ? piece : undefined;
}

/** A kernel as a function of its addresses. */
function alone(piece: Piece, args: readonly number[], target: Target): Code {
  const code = new Code(target, piece.addresses.length);
  piece.write(code, args, [...piece.addresses.keys()]);
  return code;
}

import * as lanes from '../products.ts';
import { addAdjoint, mirror } from '../square.ts';
import type { Adjoint, ComplexMatrix } from '../views.ts';
import { contributeBlocks, countOf } from './broadcast.ts';
import type { Emitter } from './emitter.ts';
import { AdjointValue, type ComplexValue } from './values.ts';

/** A factor as it is, or its adjoint. */
export type Factor = ComplexValue | AdjointValue;

/** A B, where one of the factors may be an adjoint. */
export function multiply(A: Factor, B: Factor, into?: ComplexValue): ComplexValue {
  const first = factorOf(A);
  const second = factorOf(B);
  const count = countOf(first, second);
  const rows = A === first ? first.rows : first.cols;
  const cols = B === second ? second.cols : second.rows;
  const C = into ?? first.tape.complex(rows, cols, count);
  first.tape.push({
    inputs: [first, second],
    outputs: [C],
    forward: (emitter) => lanes.multiply(emitter.value(C), emitter.factor(A), emitter.factor(B)),
    backward: (emitter) => {
      if (A instanceof AdjointValue) pullFirstAdjoint(emitter, C, first, second);
      else if (B instanceof AdjointValue) pullSecondAdjoint(emitter, C, first, second);
      else pullPlain(emitter, C, first, second);
    },
  });
  return C;
}

/** A A^H, or A^H A for an adjoint: Hermitian, written in full. */
export function gram(A: Factor, into?: ComplexValue): ComplexValue {
  const of = factorOf(A);
  const n = A === of ? of.rows : of.cols;
  const C = into ?? of.tape.complex(n, n, of.count);
  of.tape.push({
    inputs: [of],
    outputs: [C],
    forward: (emitter) => {
      lanes.gram(emitter.value(C), emitter.factor(A));
      mirror(emitter.value(C));
    },
    backward: (emitter) => {
      const dC = emitter.gradient(C);
      addAdjoint(dC);
      emitter.contribute(of, (dA, added) => {
        if (A === of) product(dA, added, dC, emitter.value(of));
        else product(dA, added, emitter.value(of), dC);
      });
    },
  });
  return C;
}

const factorOf = (factor: Factor) => (factor instanceof AdjointValue ? factor.of : factor);

/** Stores a product in C, or adds it. */
function product(C: ComplexMatrix, added: boolean, A: ComplexMatrix | Adjoint, B: ComplexMatrix | Adjoint): void {
  if (added) lanes.multiplyAdd(C, A, B);
  else lanes.multiply(C, A, B);
}

/** C = A B: dA += dC B^H, dB += A^H dC. */
function pullPlain(emitter: Emitter, C: ComplexValue, A: ComplexValue, B: ComplexValue): void {
  const dC = emitter.gradient(C);
  contributeBlocks(emitter, A, C.count, (dA, added, pick) => {
    product(dA, added, pick(dC), pick(emitter.value(B)).adjoint);
  });
  contributeBlocks(emitter, B, C.count, (dB, added, pick) => {
    product(dB, added, pick(emitter.value(A)).adjoint, pick(dC));
  });
}

/** C = A^H B: dA += B dC^H, dB += A dC. */
function pullFirstAdjoint(emitter: Emitter, C: ComplexValue, A: ComplexValue, B: ComplexValue): void {
  const dC = emitter.gradient(C);
  contributeBlocks(emitter, A, C.count, (dA, added, pick) => {
    product(dA, added, pick(emitter.value(B)), pick(dC).adjoint);
  });
  contributeBlocks(emitter, B, C.count, (dB, added, pick) => {
    product(dB, added, pick(emitter.value(A)), pick(dC));
  });
}

/** C = A B^H: dA += dC B, dB += dC^H A. */
function pullSecondAdjoint(emitter: Emitter, C: ComplexValue, A: ComplexValue, B: ComplexValue): void {
  const dC = emitter.gradient(C);
  contributeBlocks(emitter, A, C.count, (dA, added, pick) => {
    product(dA, added, pick(dC), pick(emitter.value(B)));
  });
  contributeBlocks(emitter, B, C.count, (dB, added, pick) => {
    product(dB, added, pick(dC).adjoint, pick(emitter.value(A)));
  });
}

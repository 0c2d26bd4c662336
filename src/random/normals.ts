import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../package-root.ts';
import type { Block } from './threefry.ts';

/**
 * Fills `out` with CN(0, 1) entries as re, im, re, im ..., `perTrial` of them for each trial from `trial` on. An entry takes one block
 * of the stream of its trial, from `block` on, and has the bits of `complexNormal` in `box-muller.ts`. About 12 ns an entry.
 */
export function fillComplexNormals(
  key: Block,
  { trial, block }: { readonly trial: number; readonly block: number },
  perTrial: number,
  out: Float64Array,
): void {
  const { complexNormals, room, draws } = (kernel ??= load());
  const total = out.length / 2;
  for (let done = 0; done < total; ) {
    // Whole trials where a call has room for them, else a piece of one.
    const past = done % perTrial;
    const trials = past === 0 ? Math.max(1, Math.min(Math.floor(room / perTrial), (total - done) / perTrial)) : 1;
    const each = Math.min(room, perTrial - past);
    complexNormals(key[0], key[1], trial + (done - past) / perTrial, trials, block + past, each);
    out.set(draws.subarray(0, 2 * trials * each), 2 * done);
    done += trials * each;
  }
}

interface Kernel {
  complexNormals(k0: number, k1: number, trial: number, trials: number, block: number, count: number): void;
  /** Entries of one call. */
  readonly room: number;
  readonly draws: Float64Array;
}

/** This thread's. */
let kernel: Kernel | undefined;

function load(): Kernel {
  const module = new WebAssembly.Module(readFileSync(join(packageRoot, 'build/src/random/normals.wasm')));
  const { memory, draws, room, complexNormals } = new WebAssembly.Instance(module, {}).exports as unknown as Exports;
  return { complexNormals, room: room.value, draws: new Float64Array(memory.buffer, draws.value) };
}

interface Exports extends Pick<Kernel, 'complexNormals'> {
  readonly memory: WebAssembly.Memory;
  readonly draws: WebAssembly.Global;
  readonly room: WebAssembly.Global;
}

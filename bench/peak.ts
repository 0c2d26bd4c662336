import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Precision } from '../src/lanes/index.ts';
import { packageRoot } from '../src/package-root.ts';
import type { Work } from '../src/study/times/alternate.ts';

interface Chains {
  readonly operationsARound: WebAssembly.Global;
  chainsF64(rounds: number, start: number): number;
  chainsF32(rounds: number, start: number): number;
}

/** Work that nothing but the processor's arithmetic can slow down, and how many operations it makes. */
export function peakOf(precision: Precision): { work: Work; flops: number } {
  const module = new WebAssembly.Module(readFileSync(join(packageRoot, 'build/bench/peak.wasm')));
  const kernels = new WebAssembly.Instance(module, {}).exports as unknown as Chains;
  const rounds = 200_000;
  const chains = precision === 'f64' ? kernels.chainsF64 : kernels.chainsF32;
  const reals = precision === 'f64' ? 2 : 4;
  return { work: () => chains(rounds, 0.5), flops: rounds * kernels.operationsARound.value * reals };
}

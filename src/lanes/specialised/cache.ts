import type { Kernels } from '../module.ts';
import type { Call } from '../program.ts';
import type { Target } from './code.ts';
import { names } from './encoding.ts';
import { specialised } from './module.ts';

const modules = new Map<string, WebAssembly.Module>();

/** The function that makes the calls in the memory of an engine. */
export function specialisedRun(calls: readonly Call[], target: Target, kernels: Kernels): () => void {
  const { precision, rowBytes, arithmetic } = target;
  const key = `${precision} ${rowBytes} ${arithmetic} ${calls.map(({ kernel, args }) => `${kernel} ${args}`).join(';')}`;
  let module = modules.get(key);
  if (module === undefined) {
    module = new WebAssembly.Module(specialised(calls, target));
    modules.set(key, module);
  }
  return new WebAssembly.Instance(module, { [names.imports]: { ...kernels } }).exports[names.run] as () => void;
}

import { basename, dirname, join } from 'node:path';
import { messages, UserError } from '../messages.ts';

/** Files of a network: one, or one for each function: `net.encode.onnx` and `net.decode.onnx`, of which either names both. */
export function filesOfNetwork(path: string, steps: readonly string[]): Readonly<Record<string, string>> {
  if (steps.length === 1) return { [steps[0]]: path };
  const step = steps.find((name) => path.endsWith(`.${name}.onnx`));
  if (step === undefined) throw new UserError(messages.networkFiles(path, steps));
  const stem = basename(path, `.${step}.onnx`);
  return Object.fromEntries(steps.map((name) => [name, join(dirname(path), `${stem}.${name}.onnx`)]));
}

import { createRequire } from 'node:module';
import { messages } from '../messages.ts';

type Swc = typeof import('@swc/wasm-typescript');

let swc: Swc | undefined;

/**
 * JavaScript of TypeScript: types become blanks, so that every line and column stays where it is.
 * @throws Error for what is more than types, such as `enum`, and for text that does not parse, with file and line
 */
export function stripTypes(text: string, path: string): string {
  swc ??= createRequire(import.meta.url)('@swc/wasm-typescript') as Swc;
  try {
    return swc.transformSync(text, { mode: 'strip-only', module: true, filename: path }).code;
  } catch (error) {
    const { message, startLine } = error as { message: string; startLine?: number };
    throw new SyntaxError(messages.notTypeScript(path, message, startLine));
  }
}

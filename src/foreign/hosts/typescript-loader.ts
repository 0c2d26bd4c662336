import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { stripTypes } from '../strip-types.ts';

type Next = (url: string, context: object) => Promise<object>;

/** A loading hook of Node's: TypeScript files as JavaScript modules. */
export async function load(url: string, context: object, next: Next): Promise<object> {
  if (!/^file:.*\.[cm]?ts$/.test(url)) return next(url, context);
  const path = fileURLToPath(url);
  const format = path.endsWith('.cts') ? 'commonjs' : 'module';
  return { format, source: stripTypes(readFileSync(path, 'utf8'), path), shortCircuit: true };
}

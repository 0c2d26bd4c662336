import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const { resolve } = createRequire(import.meta.url);

/** Vega, whole, in one script: what a figure page carries, and what loads here in a fraction of the time that its 400 modules take. */
export function vegaScript(): string {
  return readFileSync(join(dirname(resolve('vega')), 'vega.min.js'), 'utf8');
}

/** The compiler of Vega-Lite in one script, which requires `vega`. */
export function vegaLiteScript(): string {
  return readFileSync(join(dirname(resolve('vega-lite')), 'vega-lite.min.js'), 'utf8');
}

/**
 * The interpreter of Vega's expressions. It comes as a module that imports from Vega: here as a classic script that takes the same from a
 * variable `vega` and declares `expressionInterpreter`.
 */
export function interpreterScript(): string {
  const module = readFileSync(resolve('vega-interpreter'), 'utf8');
  const imports = /^import (\{[^}]*\}) from 'vega-util';$/m;
  const exports = /^export \{ (\w+) as expressionInterpreter \};$/m;
  if (!imports.test(module) || !exports.test(module))
    throw new Error('vega-interpreter has another form than expected');
  const body = module.replace(imports, 'const $1 = vega;').replace(exports, 'return $1;');
  return `const expressionInterpreter = (() => {\n${body}\n})();`;
}

import { parse } from 'es-module-lexer/js';

/** What a module names in its text: other modules, and files beside it. */
export interface Imports {
  /** Specifiers of `import`, `export ... from`, `import()` and `require()`. */
  readonly modules: readonly string[];
  /** First arguments of `new URL('...', import.meta.url)`. */
  readonly files: readonly string[];
}

const required = /\brequire\s*(?:\.\s*resolve\s*)?\(\s*(['"`])((?:(?!\1)[^\\\n$])+)\1\s*\)/g;
const located = /\bnew\s+URL\s*\(\s*(['"`])((?:(?!\1)[^\\\n$])+)\1\s*,\s*import\s*\.\s*meta\s*\.\s*url\s*\)/g;

/**
 * What the text of a module names literally. A specifier that is put together at run time is not seen; one that stands in a comment may
 * be named though it is never imported, which does no harm here.
 */
export function importsOf(text: string): Imports {
  return {
    modules: [...new Set([...lexed(text), ...matches(text, required)])],
    files: [...new Set(matches(text, located))],
  };
}

/** Specifiers of the module's imports; none where the text is no module: then it cannot be imported either, or it is CommonJS. */
function lexed(text: string): string[] {
  try {
    const [imports] = parse(text);
    return imports.flatMap(({ n }) => (n === undefined ? [] : [n]));
  } catch {
    return [];
  }
}

function matches(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map(([, , specifier]) => specifier);
}

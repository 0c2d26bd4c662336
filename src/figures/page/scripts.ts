import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../package-root.ts';
import { splitScripts } from '../typography/scripts.ts';
import { interpreterScript, vegaScript } from '../vega-scripts.ts';

/**
 * The scripts of a figure page in their order: Vega, its interpreter of expressions (so that the page's security policy can
 * refuse `eval`), the splitting of labels, and the page's own script. All are read from installed files; none is fetched.
 */
export function pageScripts(): string[] {
  const own = readFileSync(join(packageRoot, 'src/figures/browser/figures.js'), 'utf8');
  return [vegaScript(), interpreterScript(), `const splitScripts = ${splitScripts.toString()};`, own].map(inlineScript);
}

/** JavaScript that cannot end the element it stands in. */
function inlineScript(code: string): string {
  return code
    .replace(/^\/\/# sourceMappingURL=.*$/gm, '')
    .replace(/<\/(script)/gi, '<\\/$1')
    .replace(/<!--/g, '\\x3C!--');
}

/** The source of a script in a Content-Security-Policy. */
export function scriptHash(code: string): string {
  return `'sha256-${createHash('sha256').update(code).digest('base64')}'`;
}

/** A value as JSON that is safe inside a script element. */
export function inlineJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[<\u2028\u2029]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
